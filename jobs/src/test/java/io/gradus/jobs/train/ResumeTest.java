package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.jobs.testkit.TrainProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ResumeTest {
  private static final String PROMPTS =
      "noted prompts: plain text; stop tokens <eos> (1); longest prompt 4 tokens, completions up to"
          + " 6, positions 24";

  private static Path store;

  /** Kills a process of the run at an event and counts what it has committed. */
  private static long manifestsAfterKill(String kind, String end) throws Exception {
    String output = TrainProcess.runUntil(store, SmallRun.model(), kind, end);
    assertThat(output).contains("stopped at " + kind);
    try (Stream<Path> manifests = Files.list(store.resolve("_manifests/" + SmallRun.ID))) {
      return manifests.count();
    }
  }

  /** Manifest 0 is the run's record, 1 the initial evaluation, then one follows for each step. */
  @Test
  void aRunThatIsKilledAgainAndAgainEndsAsOneNeverStopped() throws Exception {
    store = SmallRun.folder().resolve("killed");
    // The initial evaluation grades 20 completions, a step 24.
    assertThat(manifestsAfterKill("completion", "no. 30")).as("in step 1's rollouts").isEqualTo(2);
    assertThat(
            manifestsAfterKill("create", "trajectories/run_id=small-s3/step=1/part-00000.parquet"))
        .as("after step 1's update, before its commit has written anything")
        .isEqualTo(2);
    assertThat(manifestsAfterKill("rename", "trajectories/run_id=small-s3/step=1"))
        .as("in step 1's commit, tables half in place")
        .isEqualTo(2);
    assertThat(store.resolve("trajectories/run_id=small-s3/step=1")).exists();
    assertThat(manifestsAfterKill("delete", "-00000002"))
        .as("between steps 1 and 2, right after the manifest")
        .isEqualTo(3);
    assertThat(manifestsAfterKill("completion", "no. 30"))
        .as("in the evaluation after step 2's update")
        .isEqualTo(3);
    TrainConfig config = SmallRun.config(store, "model.path=" + SmallRun.model());
    SmallRun.RecordingListener listener = new SmallRun.RecordingListener();
    TrainJob.run(TestSpark.session(), config, listener);
    assertThat(listener.events)
        .containsExactly(
            PROMPTS,
            "begun small-s3 after 1 of 3",
            "evaluated 2 [test]",
            "stepped 2 of 3",
            "committed 2",
            "evaluated 3 [test]",
            "stepped 3 of 3",
            "committed 3");
    Path reference = SmallRun.reference();
    assertThat(SmallRun.sums(store)).isEqualTo(SmallRun.sums(reference));
    assertThat(SmallRun.steps(store)).isEqualTo(SmallRun.steps(reference));
    assertThat(SmallRun.runs(store)).isEqualTo(SmallRun.runs(reference));
  }

  @Test
  void aFinishedRunIsLeftAsItIs() throws IOException {
    Path reference = SmallRun.reference();
    var before = SmallRun.sums(reference);
    SmallRun.RecordingListener listener = new SmallRun.RecordingListener();
    TrainJob.run(TestSpark.session(), SmallRun.config(reference), listener);
    assertThat(listener.events)
        .containsExactly(
            PROMPTS, "begun small-s3 after 3 of 3", "noted Run small-s3 is complete: 3 steps");
    assertThat(SmallRun.sums(reference)).isEqualTo(before);
  }

  /** A type that the settings leave open is the one that the run has, and is not chosen again. */
  @Test
  void aRunKeepsItsNumberTypes() throws IOException {
    String[] explicit = {
      "steps=1", "run.id=typed", "rollout.dtype=bfloat16", "grpo.dtype=float32", "evaluate.every=0"
    };
    String[] open = {"steps=2", "run.id=typed", "evaluate.every=0"};
    SmallRun.again(TestSpark.session(), "typed", explicit);
    Path typed = SmallRun.again(TestSpark.session(), "typed", open);
    explicit[0] = "steps=2";
    Path whole = SmallRun.again(TestSpark.session(), "typed-whole", explicit);
    assertThat(SmallRun.sums(typed).get("checkpoints/typed/step-00000002/model.safetensors"))
        .isNotNull()
        .isEqualTo(SmallRun.sums(whole).get("checkpoints/typed/step-00000002/model.safetensors"));
    Row run = SmallRun.rows(typed, Tables.RUNS, "run_id").get(0);
    assertThat(run.<String>getAs("rollout_dtype")).isEqualTo("bfloat16");
    assertThat(run.<String>getAs("update_dtype")).isEqualTo("float32");
  }

  /** A disk may be full: what could not be written is not said to be done. */
  @Test
  void aStepIsToldOnceItIsCommitted() throws IOException {
    Path told = SmallRun.folder().resolve("told");
    List<Boolean> committed = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void stepped(StepRow row, int steps) {
            committed.add(Files.exists(told.resolve("_manifests/told/00000002.json")));
          }
        };
    TrainJob.run(
        TestSpark.session(),
        SmallRun.config(
            told, "model.path=" + SmallRun.model(), "run.id=told", "steps=1", "evaluate.every=0"),
        listener);
    assertThat(committed).containsExactly(true);
    SmallRun.RecordingListener fewer = new SmallRun.RecordingListener();
    TrainJob.run(TestSpark.session(), SmallRun.config(SmallRun.reference(), "steps=2"), fewer);
    assertThat(fewer.events)
        .endsWith("noted Run small-s3 has 3 steps already, more than steps = 2; nothing is done");
  }

  @Test
  void moreStepsGoOnFromTheLast() throws IOException {
    Path whole = SmallRun.again(TestSpark.session(), "four", "steps=4", "run.id=more");
    SmallRun.again(TestSpark.session(), "two-and-two", "steps=2", "run.id=more");
    Path parts = SmallRun.again(TestSpark.session(), "two-and-two", "steps=4", "run.id=more");
    // The evaluation after a run's last step is due whatever its number, so both have steps 2 and
    // 4.
    assertThat(SmallRun.sums(parts)).isEqualTo(SmallRun.sums(whole));
    assertThat(SmallRun.steps(parts)).isEqualTo(SmallRun.steps(whole)).hasSize(4);
  }
}
