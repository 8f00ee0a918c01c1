package io.gradus.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.store.StepRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepProfileTest {
  /** A step that takes {@code scale} times 20 seconds; 300 prompt and 100 completion tokens. */
  private static StepRow step(int step, double scale) {
    return new StepRow(
        step,
        new StepRow.Reward(0.5, 0.25, 0, 0, 0),
        new StepRow.Update(
            2,
            0.1,
            0.09,
            0.0125,
            new StepRow.Clips(0.02, 0.015, 0.005, 0),
            1.5,
            0.7,
            1e-6,
            new StepRow.Gap(1e-4, 1e-3, 1e-5, 0.99, 1.01)),
        new StepRow.Lengths(300, 100, 11.25, 14, 0.5),
        new StepRow.Totals(16, 8, 1),
        new StepRow.Seconds(
            9 * scale,
            2 * scale,
            6 * scale,
            4 * scale,
            20 * scale,
            new StepRow.Parts(scale, 8 * scale, 2 * scale, 3 * scale, scale, scale, 77)));
  }

  /**
   * By hand. Tasks took 1 + 8 + 2 + 3 + 2 = 16 seconds in 9 - 1 = 8 seconds of wall time, so two
   * ran side by side and each phase counts half. Steps 2 and 3 take 20 seconds each with commits of
   * 0 and 10 seconds, which is 25 a step. Sampling: 100 tokens in 4 seconds; old logprobs: a
   * quarter of 400 tokens in 1; reference: 400 in 1.5; update: 400 in 6 - 1.
   */
  @Test
  void phasesSumUpToTheWholeStep() {
    StepProfile profile = new StepProfile(0.25);
    assertThat(profile.lines()).isEmpty();
    profile.committed(0, 99);
    profile.stepped(step(1, 2), 3);
    profile.committed(1, 3);
    profile.stepped(step(2, 1), 3);
    profile.stepped(step(3, 1), 3);
    profile.committed(3, 10);
    assertThat(profile.lines())
        .containsExactly(
            "seconds a step         step 1     steps 2 to 3    share   tokens/s",
            "sampling                8.000            4.000   16.0 %         25",
            "old logprobs            2.000            1.000    4.0 %        100",
            "reference logprobs      3.000            1.500    6.0 %        267",
            "verification            2.000            1.000    4.0 %",
            "weights to tasks        1.000            0.500    2.0 %",
            "Spark                   2.000            1.000    4.0 %",
            "update                 10.000            5.000   20.0 %         80",
            "publishing              2.000            1.000    4.0 %",
            "evaluation              8.000            4.000   16.0 %",
            "rest of the step        2.000            1.000    4.0 %",
            "commit                  3.000            5.000   20.0 %",
            "all                    43.000           25.000  100.0 %");
  }

  @Test
  void oneStepAloneIsWhatSharesAreOf() {
    StepProfile profile = new StepProfile(0);
    profile.stepped(step(4, 1), 4);
    List<String> lines = profile.lines();
    assertThat(lines.get(0))
        .isEqualTo("seconds a step         step 4                     share   tokens/s");
    assertThat(lines.get(1))
        .isEqualTo("sampling                4.000                    20.0 %         25");
    assertThat(lines.get(2)).isEqualTo("old logprobs            1.000                     5.0 %");
  }
}
