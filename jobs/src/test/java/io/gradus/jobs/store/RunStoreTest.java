package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  @TempDir Path root;

  private RunStore store() {
    return RunStore.open(new Configuration(), root.toString());
  }

  @Test
  void twoExecutionsGiveTheSameBytes(@TempDir Path other) throws IOException {
    SampleRun.write(store());
    SampleRun.write(RunStore.open(new Configuration(), other.toString()));
    assertThat(SampleRun.tables(other)).isNotEmpty().isEqualTo(SampleRun.tables(root));
  }

  @Test
  void laysFilesOutAsDocumentedAndLeavesNoOthers() throws IOException {
    SampleRun.write(store());
    assertThat(SampleRun.contents(root).keySet())
        .filteredOn(name -> !name.startsWith("problems/"))
        .containsExactly(
            "_manifests/sample-s1/00000000.json",
            "_manifests/sample-s1/00000001.json",
            "_manifests/sample-s1/00000002.json",
            "_manifests/sample-s1/00000003.json",
            "_owners/sample-s1.json",
            "_owners/sample-s1.lock",
            "_tensorboard/sample-s1/events.out.tfevents.00000001-00000002.gradus",
            "_tensorboard/sample-s1/events.out.tfevents.00000003-00000004.gradus",
            "checkpoints/sample-s1/step-00000004/config.json",
            "checkpoints/sample-s1/step-00000004/shards/model.safetensors",
            "evaluations/run_id=sample-s1/step=0/benchmark=test/part-00000.parquet",
            "evaluations/run_id=sample-s1/step=2/benchmark=other/part-00000.parquet",
            "evaluations/run_id=sample-s1/step=2/benchmark=test/part-00000.parquet",
            "evaluations/run_id=sample-s1/step=4/benchmark=other/part-00000.parquet",
            "evaluations/run_id=sample-s1/step=4/benchmark=test/part-00000.parquet",
            "runs/sample-s1.parquet",
            "steps/run_id=sample-s1/steps-00000001-00000002.parquet",
            "steps/run_id=sample-s1/steps-00000003-00000004.parquet",
            "trajectories/run_id=sample-s1/step=1/part-00000.parquet",
            "trajectories/run_id=sample-s1/step=2/part-00000.parquet",
            "trajectories/run_id=sample-s1/step=3/part-00000.parquet",
            "trajectories/run_id=sample-s1/step=4/part-00000.parquet");
    assertThat(SampleRun.contents(root).keySet())
        .filteredOn(name -> name.startsWith("problems/"))
        .singleElement()
        .asString()
        .matches("problems/source=sample%2Fset/split=train/[0-9a-f]{16}\\.parquet");
  }

  @Test
  void handsBackTheLastCheckpoint() throws IOException {
    SampleRun.write(store());
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 1)) {
      assertThat(run.lastCommittedStep()).hasValue(4);
      CheckpointRef checkpoint = run.lastCheckpoint().orElseThrow();
      assertThat(checkpoint.step()).isEqualTo(4);
      Path folder = checkpoint.directory(root.resolve("unused"));
      assertThat(folder.resolve("config.json")).hasContent("{\"step\": 4}");
    }
  }

  @Test
  void throwsAwayWhatIsNotCommitted() throws IOException {
    SampleRun.write(store());
    Map<String, String> before = SampleRun.tables(root);
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 1)) {
      try (StepCommit commit = run.begin(5, 5)) {
        commit.trajectories(5, SampleRun.trajectories(5));
      }
      assertThat(SampleRun.tables(root)).isEqualTo(before);
      assertThat(root.resolve("_attempts/sample-s1")).isEmptyDirectory();
    }
  }

  @Test
  void refusesASecondWriterUntilTheFirstIsClosed() {
    RunWriter first = store().openRun(SampleRun.record("{}"), 1);
    assertThatThrownBy(() -> store().openRun(SampleRun.record("{}"), 1))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "Run sample-s1 is being written by process \\d+ on .*; two drivers cannot write one"
                + " run");
    first.close();
    store().openRun(SampleRun.record("{}"), 1).close();
  }

  @Test
  void goesOnOnlyWithTheSettingsItBeganWith() {
    String begun = "{\"grpo\":{\"learning-rate\":1e-6},\"steps\":4,\"store\":{\"path\":\"a\"}}";
    try (RunWriter run = store().openRun(SampleRun.record(begun), 1)) {
      SampleRun.commit(run, 1, 1);
    }
    String more =
        "{\"grpo\":{\"learning-rate\":\"1e-6\"},\"steps\":9,\"store\":{\"path\":\"b\"},"
            + "\"tracking\":{\"tensorboard\":\"off\"},\"device\":{\"update\":\"auto\"}}";
    store().openRun(SampleRun.record(more), 1).close();
    String other = begun.replace("1e-6", "2e-6");
    assertThatThrownBy(() -> store().openRun(SampleRun.record(other), 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Run sample-s1 was begun with grpo.learning-rate = 1.0E-6, now it is 2.0E-6; expected"
                + " the old value, or another run.id");
    assertThatThrownBy(() -> store().openRun(SampleRun.record("{}"), 1))
        .hasMessageContaining("grpo.learning-rate = 1.0E-6, now it is not set");
    String cuda = more.replace("auto", "cuda");
    assertThatThrownBy(() -> store().openRun(SampleRun.record(cuda), 1))
        .hasMessageContaining("device.update = auto, now it is cuda");
  }

  @Test
  void beginsAgainWithOtherSettingsWhileNoStepIsCommitted() {
    store().openRun(SampleRun.record("{\"grpo\":{\"epochs\":1}}"), 1).close();
    String other = "{\"grpo\":{\"epochs\":2}}";
    try (RunWriter run = store().openRun(SampleRun.record(other), 1)) {
      assertThat(run.record().config()).isEqualTo(other);
      assertThat(run.lastCommittedStep()).isEmpty();
      SampleRun.commit(run, 1, 1);
    }
    try (RunWriter run = store().openRun(SampleRun.record(other), 1)) {
      assertThat(run.record().config()).isEqualTo(other);
      assertThat(run.lastCommittedStep()).hasValue(1);
    }
    assertThatThrownBy(() -> store().openRun(SampleRun.record("{\"grpo\":{\"epochs\":1}}"), 1))
        .hasMessageContaining("grpo.epochs = 2, now it is 1");
  }

  @Test
  void doesNotMissEventFilesButDeletesThoseOfNoCommit() throws IOException {
    SampleRun.write(store());
    Path events = root.resolve("_tensorboard/sample-s1");
    Files.delete(events.resolve("events.out.tfevents.00000001-00000002.gradus"));
    Path strange =
        Files.writeString(events.resolve("events.out.tfevents.00000005-00000006.gradus"), "x");
    store().openRun(SampleRun.record("{}"), 1).close();
    assertThat(events).isDirectoryContaining("glob:**00000003-00000004.gradus");
    assertThat(strange).doesNotExist();
  }

  @Test
  void takesStepsInOrderOnly() {
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 1)) {
      assertThatThrownBy(() -> run.begin(2, 2))
          .hasMessage("Run sample-s1: a commit of steps 2 to 2 cannot follow the start");
      SampleRun.commit(run, 1, 2);
      assertThatThrownBy(() -> run.begin(2, 3))
          .hasMessage("Run sample-s1: a commit of steps 2 to 3 cannot follow 2");
      try (StepCommit commit = run.begin(3, 4)) {
        assertThatThrownBy(() -> commit.trajectories(5, List.of()))
            .hasMessage("Step 5 is not in this commit of steps 3 to 4");
        commit.trajectories(3, SampleRun.trajectories(3));
        assertThatThrownBy(() -> commit.trajectories(3, SampleRun.trajectories(3)))
            .hasMessageContaining("step=3/part-00000.parquet was added to this commit already");
      }
    }
  }

  @Test
  void keepsAsManyCheckpointsAsAsked() {
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 2)) {
      SampleRun.commit(run, 1, 1);
      SampleRun.commit(run, 2, 2);
      SampleRun.commit(run, 3, 3);
    }
    assertThat(root.resolve("checkpoints/sample-s1"))
        .isDirectoryContaining("glob:**step-00000002")
        .isDirectoryContaining("glob:**step-00000003")
        .isDirectoryNotContaining("glob:**step-00000001");
  }

  @Test
  void refusesARowWithoutAValue() {
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 1);
        StepCommit commit = run.begin(1, 1)) {
      List<EvaluationRow> rows =
          List.of(new EvaluationRow("p", 0, true, 1, null, java.util.Optional.empty(), "", "stop"));
      assertThatThrownBy(() -> commit.evaluations(1, "test", rows))
          .hasMessage("Table evaluations: column completion is null, expected a value.");
    }
  }

  @Test
  void namesWhatIsMissingOrDamaged() throws IOException {
    SampleRun.write(store());
    damage(
        "steps/run_id=sample-s1/steps-00000001-00000002.parquet", 10, "is damaged: 10 bytes, its");
    damage("trajectories/run_id=sample-s1/step=3/part-00000.parquet", -1, "is missing: a commit");
    damage("_manifests/sample-s1/00000002.json", 20, "is damaged: no manifest in JSON");
    damage("_manifests/sample-s1/00000002.json", -1, "is missing, though 00000003.json is there");
    damage("runs/sample-s1.parquet", -1, "is missing: a commit of the run names it");
  }

  /**
   * Cuts a file (or removes it, if the length is negative), sees the run refused, and puts the file
   * back.
   */
  private void damage(String name, int length, String message) throws IOException {
    Path file = root.resolve(name);
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    if (length >= 0) {
      Files.write(file, java.util.Arrays.copyOf(content, length));
    }
    Map<String, String> before = SampleRun.tables(root);
    assertThatThrownBy(() -> store().openRun(SampleRun.record("{}"), 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message);
    assertThat(SampleRun.tables(root)).isEqualTo(before);
    Files.write(file, content);
    store().openRun(SampleRun.record("{}"), 1).close();
  }

  @Test
  void refusesADamagedCheckpoint() throws IOException {
    SampleRun.write(store());
    String name = "checkpoints/sample-s1/step-00000004/shards/model.safetensors";
    byte[] content = Files.readAllBytes(root.resolve(name));
    content[1000]++;
    Files.write(root.resolve(name), content);
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 1)) {
      assertThatThrownBy(() -> run.lastCheckpoint().orElseThrow().directory(root))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("is damaged: SHA-256");
    }
  }
}
