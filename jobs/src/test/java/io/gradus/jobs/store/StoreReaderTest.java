package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.analysis.curves.Aggregates;
import io.gradus.analysis.curves.StoreCurves;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.SparkTable;
import io.gradus.files.table.Table;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreReaderTest {
  private final SparkSession spark = TestSpark.session();

  @TempDir Path root;

  private StoreReader reader() {
    SampleRun.write(RunStore.open(new Configuration(), root.toString()));
    return StoreReader.open(spark, root.toString());
  }

  @Test
  void readsBackWhatWasWritten() {
    StoreReader reader = reader();
    assertThat(reader.runs()).containsExactly("sample-s1");
    Row row =
        reader.table(Tables.TRAJECTORIES).filter("step = 3 AND sample = 0").collectAsList().get(0);
    assertThat(row.<String>getAs("run_id")).isEqualTo("sample-s1");
    assertThat(row.<Integer>getAs("policy_step")).isEqualTo(2);
    assertThat(row.getList(row.fieldIndex("prompt_ids"))).isEqualTo(List.of(5, 6, 7));
    assertThat(row.getList(row.fieldIndex("logprobs"))).isEqualTo(List.of(-0.5f, -0.75f));
    assertThat(row.<String>getAs("completion")).isEqualTo("→ 3");
    assertThat(row.getJavaMap(row.fieldIndex("reward_parts")))
        .isEqualTo(Map.of("correctness", 1.0, "format", 0.0));
    Row empty =
        reader.table(Tables.TRAJECTORIES).filter("step = 3 AND sample = 1").collectAsList().get(0);
    assertThat(empty.getList(empty.fieldIndex("completion_ids"))).isEmpty();
    assertThat(empty.<String>getAs("extracted")).isNull();
    assertThat(reader.table(Tables.STEPS).selectExpr("sum(compute)").first().getDouble(0))
        .isEqualTo(6.0 * 37856 * 8 * (1 + 2 + 3 + 4));
    assertThat(reader.table(Tables.EVALUATIONS).filter("correct").count()).isEqualTo(4);
    assertThat(
            reader
                .table(Tables.RUNS)
                .selectExpr("cast(created as string)", "params")
                .first()
                .toString())
        .isEqualTo("[1970-01-01 00:00:00,37856]");
  }

  @Test
  void aggregatesOfCurvesCanBeQueried() {
    reader().createViews();
    StoreCurves.createView(spark);

    assertThat(Aggregates.createViews(spark))
        .contains("loss_at_compute", "cost_to_target", "training_by_group", "train_test_gap");
    assertThat(
            spark
                .sql("SELECT step, loss, data FROM curves WHERE benchmark = 'test' ORDER BY step")
                .collectAsList())
        .hasToString("[[0,1.0,0.0], [2,0.5,32.0], [4,0.5,64.0]]");
    assertThat(
            spark
                .sql(
                    "SELECT step, tokens FROM cost_to_target WHERE benchmark = 'test' AND target ="
                        + " 0.6")
                .collectAsList())
        .hasToString("[[2,16.0]]");
    assertThat(spark.sql("SELECT DISTINCT gap FROM train_test_gap").collectAsList())
        .hasToString("[[0.0]]");
  }

  @Test
  void problemsAreThoseOfTheDatasets() {
    assertThat(ProblemTable.collect(reader().table(Tables.PROBLEMS)))
        .isEqualTo(SampleRun.problems());
  }

  @Test
  void schemasAreTheDocumentedOnes() {
    StoreReader reader = reader();
    reader.createViews();
    for (Table<?> table : Tables.ALL) {
      Dataset<Row> described = spark.sql("DESCRIBE TABLE " + table.name());
      List<String> comments =
          described
              .filter("comment IS NOT NULL")
              .select("col_name")
              .as(org.apache.spark.sql.Encoders.STRING())
              .collectAsList();
      assertThat(comments).as(table.name()).containsAll(table.names());
    }
  }

  @Test
  void sparkSeesTheSameRowsWithoutManifests() {
    StoreReader reader = reader();
    for (Table<?> table : List.of(Tables.TRAJECTORIES, Tables.STEPS, Tables.EVALUATIONS)) {
      Dataset<Row> plain = spark.read().parquet(root.resolve(table.name()).toString());
      Dataset<Row> named = reader.table(table).selectExpr(plain.columns());
      assertThat(plain.toJSON().collectAsList())
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(named.toJSON().collectAsList());
      assertThat(plain.schema().fieldNames()).isEqualTo(table.names().toArray());
    }
  }

  @Test
  void ignoresWhatNoManifestNames() throws IOException {
    StoreReader reader = reader();
    Path orphan = root.resolve("trajectories/run_id=sample-s1/step=9");
    Files.createDirectories(orphan);
    Files.copy(
        root.resolve("trajectories/run_id=sample-s1/step=1/part-00000.parquet"),
        orphan.resolve("part-00000.parquet"));
    assertThat(reader.table(Tables.TRAJECTORIES).count()).isEqualTo(8);
  }

  @Test
  void aRunWithoutStepsHasEmptyTables() {
    RunStore.open(new Configuration(), root.toString()).openRun(SampleRun.record("{}"), 1).close();
    StoreReader reader = StoreReader.open(spark, root.toString());
    assertThat(reader.table(Tables.STEPS).count()).isZero();
    assertThat(reader.table(Tables.STEPS).schema()).isEqualTo(SparkTable.schema(Tables.STEPS));
    assertThat(reader.table(Tables.RUNS).count()).isEqualTo(1);
  }

  @Test
  void runsThatShareProblemsHaveThemOnce() {
    RunStore store = RunStore.open(new Configuration(), root.toString());
    SampleRun.write(store);
    try (RunWriter run = store.openRun(SampleRun.record("007", "{}"), 1);
        StepCommit commit = run.begin(0, 0)) {
      commit.problems(SampleRun.problems().subList(0, 1));
      commit.evaluations(0, "test", SampleRun.evaluations(0));
      commit.commit();
    }
    StoreReader reader = StoreReader.open(spark, root.toString());
    assertThat(reader.table(Tables.PROBLEMS).count()).isEqualTo(2);
    assertThat(
            reader.table(Tables.EVALUATIONS).filter("run_id = '007'").select("run_id").distinct())
        .satisfies(ids -> assertThat(ids.first().getString(0)).isEqualTo("007"));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> StoreReader.open(spark, root.resolve("nothing").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing is no run store: expected a folder with _manifests");
    StoreReader reader = reader();
    Path file = root.resolve("steps/run_id=sample-s1/steps-00000001-00000002.parquet");
    Files.delete(file);
    assertThatThrownBy(() -> reader.table(Tables.STEPS).count())
        .rootCause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("steps-00000001-00000002.parquet")
        .hasMessageEndingWith(
            "is missing: a commit of the run names it (run sample-s1, steps 1 to 2)");
  }

  /** A store that was written before steps had all the seconds that they have now. */
  @Test
  void columnsThatAnOlderStoreHasNotAreNull() throws IOException {
    SampleRun.write(RunStore.open(new Configuration(), root.toString()));
    Table<StepRow> older =
        new Table<>(
            Tables.STEPS.name(),
            Tables.STEPS.doc(),
            Tables.STEPS.partitions(),
            Tables.STEPS.columns().stream().filter(column -> !column.nullable()).toList());
    assertThat(older.columns()).hasSizeLessThan(Tables.STEPS.columns().size());
    try (Stream<Path> manifests = Files.list(root.resolve("_manifests/sample-s1"))) {
      for (Path file : manifests.filter(f -> f.toString().endsWith(".json")).toList()) {
        rewrite(file, older);
      }
    }
    List<Row> steps =
        StoreReader.open(spark, root.toString())
            .table(Tables.STEPS)
            .orderBy("step")
            .collectAsList();
    assertThat(steps).hasSize(4);
    for (Row step : steps) {
      assertThat(step.<Double>getAs("seconds_total")).isEqualTo(10);
      assertThat(step.isNullAt(step.fieldIndex("seconds_sampling"))).isTrue();
      assertThat(step.isNullAt(step.fieldIndex("seconds_commit"))).isTrue();
    }
  }

  /** Writes the records of a commit's steps again, as another version of the table has them. */
  private void rewrite(Path file, Table<StepRow> table) throws IOException {
    Manifest manifest =
        Manifest.parse(Files.readAllBytes(file), "_manifests/sample-s1/" + file.getFileName());
    List<FileEntry> entries = new ArrayList<>();
    for (FileEntry entry : manifest.files()) {
      if (!entry.table().equals(table.name())) {
        entries.add(entry);
        continue;
      }
      List<StepRow> rows =
          IntStream.rangeClosed(manifest.firstStep(), manifest.lastStep())
              .mapToObj(SampleRun::step)
              .toList();
      TableFile written = TableFile.of(table, rows);
      Files.write(root.resolve(entry.path()), written.bytes());
      entries.add(written.entry(table, entry.path()));
    }
    Files.write(
        file,
        new Manifest(
                manifest.format(),
                manifest.runId(),
                manifest.sequence(),
                manifest.owner(),
                manifest.firstStep(),
                manifest.lastStep(),
                entries,
                false)
            .toJson());
  }
}
