package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.model.Policy.Scores;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplerGapTest {
  /** d = ln 2 and −ln 2 in one completion: weights 2 and 1/2. */
  @Test
  void isWhatItsFormulasSay() {
    float ln2 = (float) Math.log(2);
    SamplerGap gap =
        SamplerGap.of(
            List.of(
                new Trajectory(
                    new Rollout(
                        "p", 0, new int[] {1}, new int[2], new float[] {-2, -1}, FinishReason.STOP),
                    1,
                    Optional.of(
                        new Scores(new float[] {-2 + ln2, -1 - ln2}, new float[] {0.5f, 1.5f})),
                    Optional.empty())));
    assertThat(gap.entropy()).isEqualTo(1);
    assertThat(gap.mean()).isCloseTo(0.693147, within(1e-6));
    assertThat(gap.largest()).isCloseTo(0.693147, within(1e-6));
    // (2 - ln 2 - 1 + 1/2 + ln 2 - 1) / 2
    assertThat(gap.kl()).isCloseTo(0.25, within(1e-6));
    // 2.5^2 / (2 * 4.25)
    assertThat(gap.effectiveSamples()).isCloseTo(6.25 / 8.5, within(1e-6));
    assertThat(gap.perplexityRatio()).isCloseTo(1, within(1e-6));
  }
}
