package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemTableTest extends SparkTest {

  private static final Problem CHAT =
      new Problem(
          "a/1",
          "openai/gsm8k",
          "2024-01-01",
          1,
          List.of(new Message("system", "Be brief."), new Message("user", "Why π = 3?")),
          "Why π = 3?",
          "\\frac{1}{2}",
          0.25,
          Map.of("solution", "line\nline", "ability", "math"));
  private static final Problem PLAIN =
      new Problem("b", "7", "train", 0, List.of(), "1+1=", "2", Double.NaN, Map.of());

  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void problemsSurviveWriteAndReadInPositionOrder() {
    ProblemTable.write(ProblemTable.toRows(spark, List.of(CHAT, PLAIN)), path("problems"));
    Dataset<Row> read = ProblemTable.read(spark, path("problems"));
    assertThat(ProblemTable.collect(read)).containsExactly(PLAIN, CHAT);
  }

  @Test
  void unknownDifficultyIsNullInTheTable() {
    Dataset<Row> rows = ProblemTable.toRows(spark, List.of(CHAT, PLAIN));
    assertThat(rows.filter("difficulty is null").count()).isEqualTo(1);
    assertThat(rows.selectExpr("avg(difficulty)").first().getDouble(0)).isEqualTo(0.25);
  }

  @Test
  void everyColumnIsDocumented() {
    assertThat(ProblemTable.schema().fields())
        .allSatisfy(field -> assertThat(field.getComment().isDefined()).isTrue())
        .extracting(StructField::name)
        .containsExactly(
            "id",
            "position",
            "messages",
            "prompt",
            "answer",
            "difficulty",
            "extra",
            "source",
            "split");
  }

  @Test
  void partitionsAreByOneFileEachInPositionOrder() throws IOException {
    List<Problem> problems =
        Stream.of(5, 3, 4, 0, 2, 1).map(i -> ProblemTest.problem("p" + i, i, 0.5)).toList();
    ProblemTable.write(ProblemTable.toRows(spark, problems).repartition(3), path("problems"));
    Path partition = folder.resolve("problems/source=s/split=train");
    List<Path> files;
    try (Stream<Path> found = Files.list(partition)) {
      files = found.filter(f -> f.toString().endsWith(".parquet")).toList();
    }
    assertThat(files).hasSize(1);
    assertThat(
            spark
                .read()
                .parquet(files.get(0).toString())
                .select("position")
                .collectAsList()
                .stream()
                .map(row -> row.getLong(0)))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void existingTablesAreNotOverwritten() throws IOException {
    Dataset<Row> rows = ProblemTable.toRows(spark, List.of(PLAIN));
    Files.createDirectory(folder.resolve("empty"));
    ProblemTable.write(rows, path("empty"));
    assertThat(ProblemTable.read(spark, path("empty")).count()).isEqualTo(1);
    assertThatThrownBy(() -> ProblemTable.write(rows, path("empty")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            path("empty")
                + " already exists; expected a new or empty directory (nothing is overwritten).");
  }

  @Test
  void failedWritesLeaveNothing() throws IOException {
    Dataset<Row> rows =
        ProblemTable.toRows(spark, List.of(PLAIN))
            .withColumn("answer", org.apache.spark.sql.functions.expr("raise_error('broken')"));
    assertThatThrownBy(() -> ProblemTable.write(rows, path("problems")))
        .hasStackTraceContaining("broken");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNoProblemsTable() {
    assertThatThrownBy(() -> ProblemTable.read(spark, path("missing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path("missing"))
        .hasMessageContaining("expected a problems table");
    spark.range(3).write().parquet(path("numbers"));
    assertThatThrownBy(() -> ProblemTable.read(spark, path("numbers")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "missing are [answer, difficulty, extra, messages, position, prompt,");
    assertThatThrownBy(() -> ProblemTable.write(spark.range(3).toDF(), path("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing are [answer,");
  }
}
