package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.files.Folders;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of finished steps become few files, and nobody reads another row for it. */
class CompactionTest {
  private static final int STEPS = 8;
  private static final int BLOCK = 3;
  private static final SparkSession SPARK = TestSpark.session("local[2]");

  @TempDir Path folder;

  @Test
  void joinsBlocksOfStepsWhoseCheckpointsAreGone() throws IOException {
    Path root = folder.resolve("store");
    write(store(root, CrashPoint.NONE), STEPS);
    // Steps 7 and 8 are of a block that is not full, and step 8's checkpoint is kept.
    assertThat(names(root.resolve("_manifests/" + SampleRun.ID)))
        .containsExactly(
            "00000000.json",
            "00000001-00000004.json",
            "00000005-00000007.json",
            "00000008.json",
            "00000009.json");
    assertThat(names(root.resolve("steps/run_id=" + SampleRun.ID)))
        .containsExactly(
            "steps-00000000-00000003.parquet",
            "steps-00000004-00000006.parquet",
            "steps-00000007-00000007.parquet",
            "steps-00000008-00000008.parquet");
    assertThat(Files.readString(root.resolve(Layout.events(SampleRun.ID, 4, 6)).toAbsolutePath()))
        .isEqualTo("events of 4 to 4events of 5 to 5events of 6 to 6");
    // What the first block replaced is gone since the second was joined.
    assertThat(names(root.resolve("_superseded/" + SampleRun.ID + "/steps/run_id=" + SampleRun.ID)))
        .containsExactly(
            "steps-00000004-00000004.parquet",
            "steps-00000005-00000005.parquet",
            "steps-00000006-00000006.parquet");
    assertThat(StoreCheck.of(new Configuration(), root.toString(), Optional.empty()).findings())
        .isEmpty();
  }

  @Test
  void writesTheBytesThatOneCommitOfAllStepsWouldHaveWritten() throws IOException {
    Path root = folder.resolve("store");
    write(store(root, CrashPoint.NONE), STEPS);
    byte[] together =
        TableFile.of(Tables.STEPS, IntStream.rangeClosed(4, 6).mapToObj(SampleRun::step).toList())
            .bytes();
    assertThat(root.resolve(Layout.steps(SampleRun.ID, 4, 6))).hasBinaryContent(together);
  }

  @Test
  void readersOfBeforeAndAfterSeeTheSameRows() {
    Path plain = folder.resolve("plain");
    Path root = folder.resolve("store");
    write(store(plain, CrashPoint.NONE, 100), STEPS);
    List<String> expected = rows(reader(plain), STEPS);
    write(store(root, CrashPoint.NONE, 100), STEPS);
    StoreReader before = reader(root);
    // Opening a run joins what is due: here by smaller blocks than it was written with.
    write(store(root, CrashPoint.NONE, STEPS - 1), STEPS);
    assertThat(root.resolve("_superseded")).isDirectory();
    assertThat(rows(before, STEPS)).isEqualTo(expected);
    assertThat(rows(reader(root), STEPS)).isEqualTo(expected);
  }

  @Test
  void aReaderAtAnyMomentSeesEveryCommittedStepOnce() {
    Path root = folder.resolve("store");
    int[] committed = {0};
    CrashPoint look =
        point -> {
          try {
            List<Manifest> manifests =
                Inventory.manifests(
                    StoreFiles.open(new Configuration(), root.toString()), SampleRun.ID);
            List<Integer> steps = new ArrayList<>();
            for (CommittedFile file : Inventory.tableFiles(manifests, Tables.STEPS)) {
              Path place = root.resolve(file.path());
              assertThat(place).as("%s at %s", file.path(), point).exists();
              IntStream.rangeClosed(Math.max(1, file.first()), file.last()).forEach(steps::add);
            }
            assertThat(steps).isEqualTo(IntStream.rangeClosed(1, steps.size()).boxed().toList());
            assertThat(steps.size()).isGreaterThanOrEqualTo(committed[0]);
            committed[0] = steps.size();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    write(store(root, look), STEPS);
    assertThat(committed[0]).isEqualTo(STEPS);
  }

  @Test
  void goesOnFromTheStateAfterEveryOperation() throws IOException {
    Path reference = folder.resolve("reference");
    int[] number = {0};
    write(
        store(reference, point -> copy(reference, folder.resolve("stopped-" + ++number[0]))),
        STEPS);
    Map<String, String> expected = compared(reference);
    for (int i = 1; i <= number[0]; i++) {
      Path root = folder.resolve("stopped-" + i);
      write(store(root, CrashPoint.NONE), STEPS);
      assertThat(compared(root)).as("stopped at operation %d", i).isEqualTo(expected);
    }
  }

  @Test
  void aRunIsSetBackBehindAndBeforeAJoinedCommit() throws IOException {
    Path root = folder.resolve("store");
    write(store(root, CrashPoint.NONE), STEPS);
    Map<String, String> expected = SampleRun.tables(root);
    try (RunWriter run =
        store(root, CrashPoint.NONE).openRun(SampleRun.record("{}"), 1, OptionalInt.of(0))) {
      assertThat(run.lastCommittedStep()).isEmpty();
    }
    write(store(root, CrashPoint.NONE), STEPS);
    assertThat(SampleRun.tables(root).keySet())
        .containsAll(expected.keySet().stream().filter(n -> !n.startsWith("_")).toList());
    assertThat(rows(reader(root), STEPS)).hasSize(STEPS * 3);
  }

  @Test
  void aDamagedJoinedManifestSetsTheRunBackEvenIfThoseItStandsForAreStillThere()
      throws IOException {
    Path reference = folder.resolve("reference");
    List<Path> copies = new ArrayList<>();
    write(
        store(
            reference,
            point -> {
              Path joined =
                  reference.resolve("_manifests/" + SampleRun.ID + "/00000001-00000004.json");
              if (copies.isEmpty() && Files.exists(joined)) {
                copies.add(folder.resolve("stopped"));
                copy(reference, copies.get(0));
              }
            }),
        STEPS);
    Path root = copies.get(0);
    Files.writeString(root.resolve("_manifests/" + SampleRun.ID + "/00000001-00000004.json"), "{");
    StoreRepair.of(new Configuration(), root.toString(), Optional.empty(), StoreRepair.Mode.APPLY);
    write(store(root, CrashPoint.NONE), STEPS);
    assertThat(rows(reader(root), STEPS)).isEqualTo(rows(reader(reference), STEPS));
  }

  @Test
  void damagedFilesAreNotJoined() throws IOException {
    Path root = folder.resolve("store");
    write(store(root, CrashPoint.NONE, 100), STEPS);
    Path damaged = root.resolve(Layout.steps(SampleRun.ID, 2, 2));
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    write(store(root, CrashPoint.NONE), STEPS);
    assertThat(names(root.resolve("_manifests/" + SampleRun.ID))).hasSize(STEPS + 2);
    assertThat(damaged).hasBinaryContent(bytes);
  }

  private static void write(RunStore store, int steps) {
    try (RunWriter run = store.openRun(SampleRun.record("{}"), 1)) {
      if (run.lastCommittedStep().isEmpty()) {
        try (StepCommit commit = run.begin(0, 0)) {
          commit.problems(SampleRun.problems());
          commit.evaluations(0, "test", SampleRun.evaluations(0));
          commit.commit();
        }
      }
      for (int step = run.lastCommittedStep().orElseThrow() + 1; step <= steps; step++) {
        SampleRun.commit(run, step, step);
      }
    }
  }

  private static RunStore store(Path root, CrashPoint crashPoint) {
    return store(root, crashPoint, BLOCK);
  }

  private static RunStore store(Path root, CrashPoint crashPoint, int block) {
    return RunStore.open(new Configuration(), root.toString(), crashPoint, Folders::force, block);
  }

  private static StoreReader reader(Path root) {
    return StoreReader.open(SPARK, root.toString());
  }

  /** Rows of steps and trajectories, as text. */
  private static List<String> rows(StoreReader reader, int steps) {
    List<String> rows = new ArrayList<>();
    for (Dataset<Row> table :
        List.of(
            reader.table(Tables.STEPS).orderBy("step"),
            reader.table(Tables.TRAJECTORIES).orderBy("step", "sample"))) {
      table.collectAsList().forEach(row -> rows.add(row.json()));
    }
    return rows;
  }

  /** All but manifests' bytes, which name the process, and what it says of itself. */
  private static Map<String, String> compared(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>(SampleRun.contents(root));
    all.replaceAll((name, sum) -> name.contains("_manifests/") ? "" : sum);
    all.keySet().removeIf(name -> name.startsWith("_owners"));
    return all;
  }

  private static List<String> names(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.sorted().toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
