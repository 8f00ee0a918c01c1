package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sample run, of which two checkpoints are kept, is damaged, checked, repaired and resumed:
 * then it is as if nothing had happened.
 */
class StoreRepairTest {
  private static final int KEPT = 2;

  @TempDir Path root;
  private Map<String, String> sound;

  @BeforeEach
  void write() throws IOException {
    resume();
    sound = tables();
    assertThat(check().findings()).isEmpty();
  }

  private RunStore store() {
    return RunStore.open(new Configuration(), root.toString());
  }

  private void resume() {
    try (RunWriter run = store().openRun(SampleRun.record("{}"), KEPT)) {
      run.restoreProblems(SampleRun::problems);
      if (run.lastCommittedStep().isEmpty()) {
        try (StepCommit commit = run.begin(0, 0)) {
          commit.problems(SampleRun.problems());
          commit.evaluations(0, "test", SampleRun.evaluations(0));
          commit.commit();
        }
      }
      for (int step = run.lastCommittedStep().orElseThrow() + 1; step <= 4; step += 2) {
        SampleRun.commit(run, step, step + 1);
      }
    }
  }

  private StoreCheck check() throws IOException {
    return StoreCheck.of(new Configuration(), root.toString(), Optional.empty());
  }

  private StoreRepair repair(StoreRepair.Mode mode) throws IOException {
    return StoreRepair.of(new Configuration(), root.toString(), Optional.empty(), mode);
  }

  private Map<String, String> tables() throws IOException {
    return SampleRun.tables(root);
  }

  private Path file(String name) throws IOException {
    if (!name.equals("problems")) {
      return root.resolve(name);
    }
    try (Stream<Path> files = Files.walk(root.resolve("problems"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private void damage(String name, String how) throws IOException {
    Path file = file(name);
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    switch (how) {
      case "cut" -> Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
      case "empty" -> Files.createFile(file);
      case "folder" -> Files.createDirectory(file);
      case "bit" -> {
        content[content.length / 2] ^= 1;
        Files.write(file, content);
      }
      default -> assertThat(how).isEqualTo("gone");
    }
  }

  /**
   * Where the run is set back to: the newest commit before the damage that has a checkpoint, or the
   * evaluation of the initial model; -: not at all.
   */
  @ParameterizedTest
  @CsvSource({
    "trajectories/run_id=sample-s1/step=4/part-00000.parquet, bit, step 2",
    "trajectories/run_id=sample-s1/step=3/part-00000.parquet, gone, step 2",
    "trajectories/run_id=sample-s1/step=2/part-00000.parquet, cut, its begin",
    "steps/run_id=sample-s1/steps-00000003-00000004.parquet, folder, step 2",
    "evaluations/run_id=sample-s1/step=0/benchmark=test/part-00000.parquet, empty, its begin",
    "runs/sample-s1.parquet, bit, its begin",
    "checkpoints/sample-s1/step-00000004/shards/model.safetensors, bit, step 2",
    "checkpoints/sample-s1/step-00000004/config.json, gone, step 2",
    "checkpoints/sample-s1/step-00000002/config.json, cut, -",
    "_manifests/sample-s1/00000003.json, cut, step 2",
    "_manifests/sample-s1/00000003.json, folder, step 2",
    "_manifests/sample-s1/00000002.json, gone, its begin",
    "_manifests/sample-s1/00000000.json, empty, its begin",
    "_tensorboard/sample-s1/events.out.tfevents.00000003-00000004.gradus, bit, -",
    "problems, bit, -",
  })
  void aRepairedRunEndsAsIfNothingHadHappened(String name, String how, String target)
      throws IOException {
    damage(name, how);
    StoreCheck check = check();
    String path = root.relativize(file(name.equals("problems") ? "problems" : name)).toString();
    assertThat(check.findings()).anyMatch(finding -> finding.message().contains(path));

    Map<String, String> before = SampleRun.contents(root);
    StoreRepair told = repair(StoreRepair.Mode.TELL);
    assertThat(SampleRun.contents(root)).isEqualTo(before);
    List<String> setBack =
        told.lines().stream().filter(line -> line.contains("would be set back")).toList();
    if (target.equals("-")) {
      assertThat(setBack).isEmpty();
    } else {
      assertThat(setBack).singleElement().asString().contains("to " + target);
    }

    StoreRepair done = repair(StoreRepair.Mode.APPLY);
    assertThat(done.lines()).isNotEmpty();
    assertThat(done.left()).isEmpty();
    assertThat(SampleRun.contents(root).values())
        .as("nothing is deleted")
        .containsAll(withoutOwners(before));
    resume();
    Map<String, String> after = tables();
    if (name.startsWith("_tensorboard") || name.contains("step-00000002")) {
      after.put(name, sound.get(name)); // Nobody makes them again.
      sound.keySet().removeIf(file -> file.contains("step-00000002") && !file.equals(name));
      after.keySet().removeIf(file -> file.contains("step-00000002") && !file.equals(name));
    }
    assertThat(after).isEqualTo(sound);
    assertThat(check().findings()).isEmpty();
  }

  private static List<String> withoutOwners(Map<String, String> contents) {
    return contents.entrySet().stream()
        .filter(file -> !file.getKey().startsWith(Layout.OWNERS))
        .map(Map.Entry::getValue)
        .collect(Collectors.toList());
  }

  @Test
  void aLostLastManifestIsFoundAndItsStepDoneAgain() throws IOException {
    damage("_manifests/sample-s1/00000003.json", "gone");
    assertThat(check().findings())
        .extracting(Finding::message)
        .anyMatch(
            line ->
                line.startsWith(
                    "run sample-s1: manifest _manifests/sample-s1/00000003.json is missing, though"))
        .anyMatch(
            line -> line.startsWith("trajectories/run_id=sample-s1/step=4/part-00000.parquet"));
    try (RunWriter run = store().openRun(SampleRun.record("{}"), KEPT)) {
      assertThat(run.lastCommittedStep()).hasValue(2);
      assertThat(run.notes())
          .singleElement()
          .asString()
          .contains("00000003.json is missing", "steps after 2 do not count", "_quarantine/0001");
    }
    resume();
    assertThat(tables()).isEqualTo(sound);
  }

  /** Its files may be all that is left of it. */
  @Test
  void nothingIsRemovedWhereTheCheckpointBeforeALostManifestIsGone() throws IOException {
    damage("_manifests/sample-s1/00000003.json", "gone");
    damage("checkpoints/sample-s1/step-00000002/config.json", "gone");
    Map<String, String> before = tables();
    try (RunWriter run = store().openRun(SampleRun.record("{}"), KEPT)) {
      CheckpointRef newest = run.lastCheckpoint().orElseThrow();
      assertThatThrownBy(() -> newest.directory(root))
          .isInstanceOfSatisfying(
              StoreException.class,
              damage ->
                  assertThat(run.withWaysOut(damage))
                      .hasMessageContaining("config.json in ")
                      .hasMessageContaining("is missing")
                      .hasMessageContaining("train --from-step 0 "));
    }
    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void aDamagedNewestCheckpointSaysWhereToContinueFrom() throws IOException {
    damage("checkpoints/sample-s1/step-00000004/shards/model.safetensors", "bit");
    try (RunWriter run = store().openRun(SampleRun.record("{}"), 1)) {
      CheckpointRef newest = run.lastCheckpoint().orElseThrow();
      assertThatThrownBy(() -> newest.directory(root))
          .isInstanceOfSatisfying(
              StoreException.class,
              damage ->
                  assertThat(run.withWaysOut(damage))
                      .hasMessageContaining("step-00000004/shards/model.safetensors")
                      .hasMessageContaining(
                          "; the checkpoint of step 2 is sound: train --from-step 2")
                      .hasMessageContaining("gradus store repair --store "));
    }
    assertThat(root.resolve("checkpoints/sample-s1/step-00000002"))
        .as("though only one is to be kept")
        .isDirectory();
    try (RunWriter run = store().openRun(SampleRun.record("{}"), KEPT, OptionalInt.of(2))) {
      assertThat(run.lastCommittedStep()).hasValue(2);
      assertThat(run.notes())
          .containsExactly(
              "run sample-s1 is set back to step 2; what followed lies in file:%s/_quarantine/0001"
                  .formatted(root));
    }
    resume();
    assertThat(tables()).isEqualTo(sound);
  }

  @Test
  void onlyStepsWithASoundCheckpointCanBeGoneBackTo() throws IOException {
    damage("checkpoints/sample-s1/step-00000002/config.json", "cut");
    Map<String, String> before = tables();
    for (int step : new int[] {2, 3, 7}) {
      assertThatThrownBy(() -> store().openRun(SampleRun.record("{}"), KEPT, OptionalInt.of(step)))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("--from-step = " + step);
    }
    assertThatThrownBy(() -> store().openRun(SampleRun.record("{}"), KEPT, OptionalInt.of(3)))
        .hasMessage(
            "--from-step = 3, expected one of [4, 0], after which run sample-s1 has a checkpoint, or"
                + " 0 for the initial model");
    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void whatBelongsToNothingIsMovedAway() throws IOException {
    Map<String, String> strays = new TreeMap<>();
    for (String name :
        List.of(
            "_manifests/.DS_Store",
            "_manifests/sample-s1/00000003.json.bak",
            "_attempts/sample-s1/x-00000004/manifest.json",
            "trajectories/run_id=sample-s1/step=9/part-00000.parquet",
            "steps/run_id=other/steps-00000001-00000001.parquet",
            "checkpoints/sample-s1/step-00000009/config.json",
            "runs/other.parquet",
            "problems/source=s/split=train/0123456789abcdef.parquet")) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
      strays.put(name, name);
    }
    assertThat(check().findings())
        .hasSize(strays.size())
        .allMatch(finding -> finding.remedy() == Finding.Remedy.MOVE);
    assertThat(repair(StoreRepair.Mode.APPLY).lines()).hasSize(strays.size());
    for (String name : strays.keySet()) {
      Path moved = root.resolve("_quarantine/0001").resolve(name);
      assertThat(Files.exists(moved) || Files.exists(moved.resolve("manifest.json")))
          .as(name)
          .isTrue();
    }
    assertThat(check().findings()).isEmpty();
    assertThat(tables()).isEqualTo(sound);
  }

  @Test
  void aRunAtWorkIsNotRepaired() throws IOException {
    damage("checkpoints/sample-s1/step-00000002/config.json", "cut");
    try (RunWriter run = store().openRun(SampleRun.record("{}"), KEPT)) {
      assertThat(run.lastCommittedStep()).hasValue(4);
      assertThatThrownBy(() -> repair(StoreRepair.Mode.APPLY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is being written by process");
    }
  }

  @Test
  void anObjectStoreIsRepairedByCopies(@TempDir Path other) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.objects.impl", ObjectFileSystem.class.getName());
    hadoop.set("gradus.owner.settle", "1ms");
    hadoop.set("gradus.owner.lease", "20ms");
    String uri = "objects://bucket" + other;
    SampleRun.write(RunStore.open(hadoop, uri));
    Map<String, String> before = SampleRun.tables(other);
    Files.writeString(
        other.resolve("trajectories/run_id=sample-s1/step=1/part-00000.parquet"), "x");
    StoreRepair.of(hadoop, uri, Optional.of(SampleRun.ID), StoreRepair.Mode.APPLY);
    SampleRun.write(RunStore.open(hadoop, uri));
    assertThat(SampleRun.tables(other)).isEqualTo(before);
    assertThat(StoreCheck.of(hadoop, uri, Optional.empty()).findings()).isEmpty();
  }

  @Test
  void aStoreOrRunThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> StoreCheck.of(new Configuration(), root + "/x", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no run store");
    assertThatThrownBy(
            () -> StoreCheck.of(new Configuration(), root.toString(), Optional.of("nope")))
        .hasMessage("--run = nope, expected one of the store's runs: sample-s1");
  }
}
