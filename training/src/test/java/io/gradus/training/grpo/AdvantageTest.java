package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.grpo.Advantage.Estimator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdvantageTest {
  private static float[][] of(Estimator estimator, double[]... groups) {
    List<int[]> tokens = List.of(groups).stream().map(group -> new int[group.length]).toList();
    tokens.forEach(lengths -> java.util.Arrays.fill(lengths, 2));
    return new Advantage(estimator, 1e-6).of(List.of(groups), tokens);
  }

  @Test
  void areStandardisedWithinTheGroup() {
    // mean 1/4, squares 3/16 * 4 = 3/4, unbiased std = sqrt((9 + 3) / 16 / 3) = 1/2
    float[] advantages = of(Estimator.GROUP, new double[] {0, 1, 0, 0})[0];
    assertThat(advantages[1]).isCloseTo(1.5f, within(1e-5f));
    assertThat(advantages[0]).isCloseTo(-0.5f, within(1e-5f)).isEqualTo(advantages[3]);
  }

  @Test
  void epsilonIsAddedToTheDeviation() {
    float[][] advantages =
        new Advantage(Estimator.GROUP, 0.25)
            .of(List.of(new double[] {0, 1, 0, 0}), List.of(new int[4]));
    assertThat(advantages[0]).containsExactly(-1 / 3f, 1, -1 / 3f, -1 / 3f);
  }

  @Test
  void withoutTheDeviationOnlyTheMeanIsTaken() {
    assertThat(of(Estimator.GROUP_MEAN, new double[] {0, 1, 0, 3})[0])
        .containsExactly(-1, 0, -1, 2);
  }

  @Test
  void eachIsComparedWithTheOthers() {
    // 3 against the mean of 0, 1 and 0; 1 against that of 0, 0 and 3
    float[] advantages = of(Estimator.LEAVE_ONE_OUT, new double[] {0, 1, 0, 3})[0];
    assertThat(advantages[3]).isCloseTo(3 - 1 / 3f, within(1e-6f));
    assertThat(advantages[1]).isCloseTo(0, within(1e-6f));
    assertThat(advantages[0]).isCloseTo(-4 / 3f, within(1e-6f));
  }

  /** Rewards 0 and 1 of 1 and 3 tokens: mean 3/4, squares 9/16 + 3/16, over 3, is 1/4. */
  @Test
  void theBatchWeighsRewardsByTheirTokens() {
    float[][] advantages =
        new Advantage(Estimator.BATCH, 1)
            .of(List.of(new double[] {0}, new double[] {1}), List.of(new int[] {1}, new int[] {3}));
    assertThat(advantages[0][0]).isCloseTo(-1.5f, within(1e-5f));
    assertThat(advantages[1][0]).isCloseTo(0.5f, within(1e-5f));
  }

  @Test
  void theBatchGivesAGroupOfEqualRewardsASignal() {
    float[][] advantages = of(Estimator.BATCH, new double[] {1, 1}, new double[] {0, 0});
    assertThat(advantages[0][0]).isPositive();
    assertThat(advantages[1][1]).isNegative();
  }

  /** Rewards 0, 1, 1, 1, 0, 0: the batch's unbiased variance is 6/4/5. */
  @Test
  void theGroupsMeanMayBeDividedByTheBatchsDeviation() {
    float[][] advantages =
        of(Estimator.GROUP_MEAN_BATCH_STD, new double[] {0, 1, 1}, new double[] {1, 0, 0});
    assertThat(advantages[0][0]).isCloseTo((float) (-2 / 3.0 / Math.sqrt(0.3)), within(1e-5f));
    assertThat(advantages[1][0]).isEqualTo(-advantages[0][0]);
  }

  @Test
  void onlyTheBestOfAGroupHasAPassAtKAdvantage() {
    float[] advantages = of(Estimator.PASS_AT_K, new double[] {0, 3, 2, -1})[0];
    assertThat(advantages[0]).isZero();
    assertThat(advantages[2]).isZero();
    // mean 1, squares 1 + 4 + 1 + 4 = 10, by 3
    assertThat(advantages[1]).isCloseTo((float) (1 / Math.sqrt(10 / 3.0)), within(1e-6f));
    assertThat(of(Estimator.PASS_AT_K, new double[] {1, 0, 1})[0]).containsOnly(0f);
  }

  @ParameterizedTest
  @EnumSource
  void areZeroWithoutSignal(Estimator estimator) {
    assertThat(of(estimator, new double[] {0.1, 0.1, 0.1})[0]).containsOnly(0f);
    assertThat(of(estimator, new double[] {1})[0]).containsOnly(0f);
  }
}
