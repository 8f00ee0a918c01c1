package io.gradus.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassAtKTest {
  /** 1 − C(n−c, k) / C(n, k) by hand; the first is 1 − 3/6. */
  @ParameterizedTest
  @CsvSource({
    "4, 1, 2, 0.5",
    "4, 1, 1, 0.25",
    "5, 2, 3, 0.9",
    "10, 3, 5, 0.916666667",
    "6, 0, 3, 0",
    "6, 6, 1, 1",
    "6, 4, 3, 1",
    "1000, 1, 500, 0.5"
  })
  void isUnbiased(int n, int c, int k, double expected) {
    assertThat(PassAtK.unbiased(n, c, k)).isCloseTo(expected, within(1e-9));
  }

  /** Right answers among problems of one sample, and Wilson's 95 % interval from a table. */
  @ParameterizedTest
  @CsvSource({
    "8, 10, 0.4902, 0.9433",
    "0, 10, 0, 0.2775",
    "10, 10, 0.7225, 1",
    "50, 100, 0.4038, 0.5962",
    "1, 1, 0.2065, 1"
  })
  void intervalsOfSingleSamplesAreWilsons(int right, int problems, double low, double high) {
    int[] correct = new int[problems];
    Arrays.fill(correct, 0, right, 1);
    PassAtK pass = PassAtK.of(correct, 1, 1);
    assertThat(pass.estimate()).isCloseTo((double) right / problems, within(1e-12));
    assertThat(pass.low()).isCloseTo(low, within(6e-5));
    assertThat(pass.high()).isCloseTo(high, within(6e-5));
  }

  /**
   * Values 0, 1/2, 1, 1/2: spread 1/6 where yes-or-no problems have 1/4, so 4 problems count as 6.
   */
  @Test
  void severalSamplesNarrowTheInterval() {
    PassAtK pass = PassAtK.of(new int[] {0, 1, 2, 1}, 2, 1);
    assertThat(pass.estimate()).isEqualTo(0.5);
    assertThat(pass.low()).isCloseTo(0.187618, within(1e-5));
    assertThat(pass.high()).isCloseTo(0.812382, within(1e-5));
  }

  /** 3 of 10 right everywhere: no spread but that of rounding, so three problems count as three. */
  @Test
  void equalProblemsCountAsOneTrialEach() {
    PassAtK pass = PassAtK.of(new int[] {3, 3, 3}, 10, 1);
    // 1.959964² / 3 = 1.280486; center (0.3 + 0.640243) / 2.280486 = 0.412299;
    // half 1.959964 / 2.280486 * sqrt(0.07 + 1.280486 / 12) = 0.361283
    assertThat(pass.low()).isCloseTo(0.051016, within(2e-6));
    assertThat(pass.high()).isCloseTo(0.773583, within(2e-6));
  }

  @Test
  void isPrintedWithItsInterval() {
    assertThat(PassAtK.of(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, 1, 1))
        .hasToString("pass@1 0.8000 [0.4902, 0.9433]");
  }

  @Test
  void refusesMoreThanThereAreSamples() {
    assertThatThrownBy(() -> PassAtK.of(new int[] {1}, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pass@3 of 1 problems with 2 samples, expected 1 to 2 and at least one problem");
    assertThatThrownBy(() -> PassAtK.of(new int[0], 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pass@1 of 0 problems with 2 samples, expected 1 to 2 and at least one problem");
  }
}
