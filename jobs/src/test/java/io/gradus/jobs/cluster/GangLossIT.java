package io.gradus.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.cluster.GangProcess.Outcome;
import io.gradus.jobs.cluster.GangProcess.Signal;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members of a gang that die or hang, as executor processes of a local cluster. */
class GangLossIT {
  private static final String[] SETTINGS = {
    "update.mode=gang", "update.gang=2", "steps=2", "evaluate.every=0"
  };

  /** Two executors of one core. */
  private static final String TWO = "local-cluster[2,1,900]";

  private static Path undisturbed;

  /** What the gang leaves in one process. */
  private static synchronized Path undisturbed() throws IOException {
    if (undisturbed == null) {
      undisturbed = SmallRun.again(TestSpark.session("local[2]"), "gang-undisturbed", SETTINGS);
    }
    return undisturbed;
  }

  private static String[] with(String... more) {
    List<String> all = new java.util.ArrayList<>(List.of(SETTINGS));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void assertSameRun(Path store) throws IOException {
    Path reference = undisturbed();
    assertThat(SmallRun.sums(store)).isNotEmpty().isEqualTo(SmallRun.sums(reference));
    assertThat(SmallRun.steps(store)).isEqualTo(SmallRun.steps(reference));
  }

  /** Optimiser steps 1 and 2 are of step 1, 3 and 4 of step 2. */
  @ParameterizedTest
  @CsvSource({
    "before the exchange, optimiser step 3: gradients",
    "in the exchange, optimiser step 4: sums",
    "after the exchange, optimiser step 4: AdamW",
    "while it samples, step 2 rollouts"
  })
  void aMemberThatDiesChangesNothing(String when, String job) throws Exception {
    Path reference = undisturbed();
    assertThat(reference).exists();
    Path store = SmallRun.folder().resolve("gang-killed-" + when.replace(' ', '-'));
    Outcome outcome = GangProcess.run(TWO, store, Signal.KILL, job, 1, with());
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("disturbed ");
    assertSameRun(store);
  }

  @Test
  void onlySoManyLossesAreBorne() throws Exception {
    Path reference = undisturbed();
    assertThat(reference).exists();
    Path store = SmallRun.folder().resolve("gang-killed-often");
    Outcome outcome =
        GangProcess.run(
            TWO, store, Signal.KILL, "optimiser step 3: sums", 2, with("update.retries=1"));
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(1);
    assertThat(outcome.output())
        .containsPattern(
            "failed: Run small-s3 stopped after step 1, which is committed: step 2, optimiser step"
                + " 3: sums lost executor \\d+")
        .contains("update.retries = 1");
    Outcome resumed = GangProcess.run(TWO, store, Signal.KILL, "no such job", 0, with());
    assertThat(resumed.exit()).as(resumed.output()).isZero();
    assertSameRun(store);
  }

  @Test
  void aMemberThatHangsIsReplaced() throws Exception {
    Path reference = undisturbed();
    assertThat(reference).exists();
    Path store = SmallRun.folder().resolve("gang-hangs");
    Outcome outcome =
        GangProcess.run(
            TWO, store, Signal.STOP, "optimiser step 3: gradients", 1, with("update.timeout=20"));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .containsPattern(
            "noted: step 2, optimiser step 3: gradients took more than 20 s; at work still:"
                + " executor \\d+");
    assertSameRun(store);
  }
}
