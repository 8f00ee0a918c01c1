package io.gradus.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExampleTest {
  @Test
  void onlyTheTargetIsLearnt() {
    Example example = new Example(new int[] {4, 5, 6}, new int[] {7, 1});
    assertThat(example.sequence().ids()).containsExactly(4, 5, 6, 7, 1);
    assertThat(example.sequence().first()).isEqualTo(3);
    assertThat(example.sequence().scored()).isEqualTo(2);
  }

  @Test
  void refusesAnEmptyPromptOrTarget() {
    assertThatThrownBy(() -> new Example(new int[0], new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An example has 0 prompt and 1 target tokens, expected at least 1 of each");
    assertThatThrownBy(() -> new Example(new int[] {1, 2}, new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An example has 2 prompt and 0 target tokens, expected at least 1 of each");
  }
}
