package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
  private static List<int[]> pack(int budget, Integer... lengths) {
    return MicroBatches.pack(List.of(lengths), Integer::intValue, budget);
  }

  @Test
  void longestFirstWithinTheBudget() {
    // 5 and 4 take 2 x 5 of 12 tokens, a third row would take 15; 3, 3, 2 and 1 take 4 x 3 = 12
    assertThat(pack(12, 3, 5, 1, 3, 4, 2))
        .containsExactly(new int[] {1, 4}, new int[] {0, 3, 5, 2});
  }

  @Test
  void equalLengthsKeepTheirOrder() {
    assertThat(pack(8, 4, 4, 4, 4, 4))
        .containsExactly(new int[] {0, 1}, new int[] {2, 3}, new int[] {4});
  }

  @Test
  void anItemLongerThanTheBudgetIsABatchOfItsOwn() {
    assertThat(pack(6, 2, 50, 7, 3))
        .containsExactly(new int[] {1}, new int[] {2}, new int[] {3, 0});
  }

  @Test
  void nothingGivesNoBatch() {
    assertThat(pack(6)).isEmpty();
  }

  @Test
  void refusesABudgetOfNothing() {
    assertThatThrownBy(() -> pack(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Micro-batch budget is 0 tokens, expected at least 1");
  }
}
