package io.gradus.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.store.StepRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private static StepRow step(int step, double reward) {
    return new StepRow(
        step,
        new StepRow.Reward(reward, 0.25, 0, 0, 0),
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
        new StepRow.Lengths(6, 2, 11.25, 14, 0.5),
        new StepRow.Totals(16, 8, 1),
        new StepRow.Seconds(1, 2, 3, 4, 10, new StepRow.Parts(0, 0.5, 0, 0.25, 0.1, 1, 2)));
  }

  @Test
  void writesALineAStepWithRewardAccuracyAndTimeLeft() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong now = new AtomicLong(5_000_000_000L);
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (RunProgress progress = new RunProgress(new Display.Lines(out), now::get)) {
      progress.noted("made a model");
      progress.begun("run", 0, 4);
      progress.evaluated(0, Map.of("test", 0.25));
      now.addAndGet(10_000_000_000L);
      progress.stepped(step(1, 0.5), 4);
      progress.evaluated(2, Map.of("test", 0.5, "other", 0.125));
      now.addAndGet(30_000_000_000L);
      progress.stepped(step(2, 0.625), 4);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "made a model",
            "run: 0 of 4 steps",
            "initial policy:  pass@1 0.250",
            "step 1/4  reward 0.500  kl 0.0125  length 11.3  pass@1 0.250  left 0:30",
            "step 2/4  reward 0.625  kl 0.0125  length 11.3  other pass@1 0.125  pass@1 0.500"
                + "  left 0:40");
  }

  @Test
  void countsOnlyTheStepsSinceItWentOn() {
    AtomicLong now = new AtomicLong();
    StepClock clock = new StepClock(now::get, 90);
    assertThat(clock.left(90, 100)).isZero();
    now.set(Duration.ofSeconds(8).toNanos());
    assertThat(clock.left(92, 100)).isEqualTo(Duration.ofSeconds(32));
  }

  @Test
  void showsHoursOnlyWhenThereAreSome() {
    assertThat(StepClock.show(Duration.ofMillis(59_600))).isEqualTo("1:00");
    assertThat(StepClock.show(Duration.ofSeconds(3845))).isEqualTo("1:04:05");
  }

  @Test
  void measuresThePeakOfThisProcess() {
    assertThat(PeakMemory.here()).isGreaterThan(10_000_000L);
    assertThat(PeakMemory.show(Map.of("driver", 1_240_000_000L))).isEqualTo("driver 1.24 GB");
  }
}
