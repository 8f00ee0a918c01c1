package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.model.TokenBatch.Sequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {
  @Test
  void padsOnTheRight() {
    TokenBatch batch =
        new TokenBatch(
            List.of(
                new Sequence(new int[] {4, 5}, 1),
                Sequence.of(new int[] {6, 7}, new int[] {8, 9}),
                new Sequence(new int[] {3}, 1)));
    assertThat(batch.width()).isEqualTo(4);
    assertThat(batch.scored()).isEqualTo(1 + 2);
    assertThat(batch.paddedIds()).containsExactly(4, 5, 0, 0, 6, 7, 8, 9, 3, 0, 0, 0);
  }

  @Test
  void refusesASequenceWithoutAPredecessorForItsFirstToken() {
    assertThatThrownBy(() -> new Sequence(new int[] {1, 2}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score from token 0 of 2, expected 1 to its length");
    assertThatThrownBy(() -> new Sequence(new int[] {1, 2}, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score from token 3 of 2, expected 1 to its length");
    assertThatThrownBy(() -> new Sequence(new int[0], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score from token 1 of 0, expected 1 to its length");
  }

  @Test
  void refusesAnEmptyBatch() {
    assertThatThrownBy(() -> new TokenBatch(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score an empty batch of sequences");
  }
}
