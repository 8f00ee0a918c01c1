package io.gradus.jobs.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.config.Settings;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.StepRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyProgressTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private StudyPlan plan() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("two.conf"),
            """
            store.path = s, model.path = m
            problems { train.path = a, test.path = b }
            study {
              axes.seed { 1 { seed = 1 }, 2 { seed = 2 }, 3 { seed = 3 } }
              grids = [ { name = all, seed = [1, 2, 3] } ]
            }
            """);
    return StudyPlan.of(Settings.load(file.toString(), List.of()));
  }

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

  private StudyProgress begin(boolean table) throws IOException {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    StudyProgress progress = new StudyProgress(out, table, now::get);
    // Run 1 was done before; a model of 10 guessed seconds, runs of 20 and 30.
    progress.begun(plan(), 1, Map.of("s/models/abc", 10.0, "two-seed2", 20.0, "two-seed3", 30.0));
    return progress;
  }

  @Test
  void writesALineWhenSomethingEnds() throws IOException {
    try (StudyProgress progress = begin(false)) {
      progress.started("s/models/abc");
      now.set(5 * SECOND);
      progress.finished("s/models/abc");
      progress.started("two-seed2");
      TrainListener run = progress.of("two-seed2");
      run.begun("two-seed2", 0, 4);
      run.evaluated(0, Map.of("test", 0.25));
      run.stepped(step(4, 0.5), 4);
      run.evaluated(4, Map.of("test", 0.75, "other", 0.1));
      now.set(15 * SECOND);
      // 30 of 60 guessed seconds took 15: 15 more.
      progress.finished("two-seed2");
      progress.started("two-seed3");
      progress.failed("two-seed3", new IllegalStateException("no room"));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "study two: 3 runs, 1 of them done, 1 models to make",
            "model  abc  0:05",
            "run  two-seed2  0:10  reward 0.500  pass@1 0.250 to 0.750"
                + "  (2 of 3 done, left 0:15)",
            "two-seed3 failed: no room");
  }

  @Test
  void drawsATableOnATerminal() throws IOException {
    try (StudyProgress progress = begin(true)) {
      bytes.reset();
      progress.started("two-seed2");
      TrainListener run = progress.of("two-seed2");
      run.begun("two-seed2", 0, 4);
      run.evaluated(0, Map.of("test", 0.25));
      bytes.reset();
      now.set(6 * SECOND);
      run.stepped(step(3, 0.5), 4);
    }
    // 15 of 60 guessed seconds took 6: 18 more.
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("1 of 3 done, left 0:18, 1 running, 2 waiting")
        .containsPattern("two-seed2 +step +3/4  reward 0\\.500  pass@1 0\\.250")
        .contains("\033[");
  }
}
