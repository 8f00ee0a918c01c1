package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.model.MicroBatches.Range;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
  /** A group with a prompt of its own and completions of some lengths. */
  private static List<Sequence> group(int prompt, int... completions) {
    List<Sequence> group = new ArrayList<>();
    int[] ids = new int[prompt];
    Arrays.fill(ids, prompt);
    for (int completion : completions) {
      group.add(Sequence.of(ids, new int[completion]));
    }
    return group;
  }

  @SafeVarargs
  private static List<Range> split(int budget, List<Sequence>... groups) {
    return MicroBatches.split(List.of(groups).stream().flatMap(List::stream).toList(), budget);
  }

  @Test
  void aPromptCountsOnce() {
    // 3 + 2 + 2 = 7, 4 + 5 + 1 = 10, 2 + 1 = 3: the first two fit 17, the third makes 20
    List<Sequence> first = group(3, 2, 2);
    List<Sequence> second = group(4, 5, 1);
    List<Sequence> third = group(2, 1);
    assertThat(split(17, first, second, third)).containsExactly(new Range(0, 4), new Range(4, 5));
    assertThat(split(20, first, second, third)).containsExactly(new Range(0, 5));
    assertThat(split(16, first, second, third)).containsExactly(new Range(0, 2), new Range(2, 5));
  }

  @Test
  void aGroupThatIsTooLargeIsSplit() {
    // 4 + 3 + 3 = 10 fits, a third completion makes 13
    assertThat(split(10, group(2, 1), group(4, 3, 3, 3), group(5, 1)))
        .containsExactly(new Range(0, 1), new Range(1, 3), new Range(3, 4), new Range(4, 5));
  }

  @Test
  void aSequenceLongerThanTheBudgetIsABatchOfItsOwn() {
    assertThat(split(6, group(2, 1), group(50, 7), group(3, 1)))
        .containsExactly(new Range(0, 1), new Range(1, 2), new Range(2, 3));
  }

  @Test
  void nothingGivesNoBatch() {
    assertThat(split(6)).isEmpty();
  }

  @Test
  void refusesABudgetOfNothing() {
    assertThatThrownBy(() -> split(0, group(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Micro-batch budget is 0 tokens, expected at least 1");
  }
}
