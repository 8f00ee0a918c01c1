package io.gradus.datasets.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.Message;
import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets as they are published: columns and types as their cards list them, made-up rows. */
class PublishedLayoutsTest extends SparkTest {
  private static final String TURNS = "array<struct<content:string,role:string>>";

  @TempDir Path folder;

  /** Rows, given as JSON, as a Parquet file with these columns. */
  private String parquet(String schema, String... rows) {
    String path = folder + "/in";
    spark
        .read()
        .schema(schema)
        .json(spark.createDataset(List.of(rows), org.apache.spark.sql.Encoders.STRING()))
        .coalesce(1)
        .write()
        .parquet(path);
    return path;
  }

  private ImportReport run(SourceKind kind, String input, Map<String, String> options) {
    return DatasetImport.run(
        spark, ImportSettings.of(kind, Optional.of(input), folder + "/out", options));
  }

  private List<Problem> problems() {
    return ProblemTable.collect(ProblemTable.read(spark, folder + "/out"));
  }

  @Test
  void dapoMathLosesItsCopies() {
    String row =
        """
        {"data_source": "math_dapo", "prompt": [{"content": "1 + %1$d?", "role": "user"}], \
        "ability": "MATH", "reward_model": {"ground_truth": "%2$d", "style": "rule"}, \
        "extra_info": {"index": "uuid-%1$d"}}""";
    String[] rows = new String[300];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row.formatted(i % 3, i % 3 + 1);
    }
    ImportReport report =
        run(
            SourceKind.VERL,
            parquet(
                "data_source string, prompt %s, ability string, reward_model struct<ground_truth:string,style:string>, extra_info struct<index:string>"
                    .formatted(TURNS),
                rows),
            Map.of());
    assertThat(report.input()).isEqualTo(300);
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.rejected()).containsEntry(Cause.COPY, 297L);
    assertThat(report.summary()).contains("rejected as copy: 297").doesNotContain("quarantine");
    assertThat(problems())
        .extracting(Problem::id, Problem::answer)
        .contains(org.assertj.core.groups.Tuple.tuple("math_dapo/train/uuid-2", "3"));
  }

  @Test
  void openR1MathAsksWithoutTheReply() {
    String generation = "<think>" + "x".repeat(5000) + "</think> \\\\boxed{2}";
    run(
        SourceKind.JSONL,
        parquet(
            "problem string, solution string, answer string, problem_type string, question_type string, source string, uuid string, is_reasoning_complete array<boolean>, generations array<string>, correctness_math_verify array<boolean>, finish_reasons array<string>, correctness_count bigint, messages %s"
                .formatted(TURNS),
            """
            {"problem": "1 + 1?", "solution": "It is $\\\\boxed{2}$.", "answer": "2", \
            "source": "olympiads", "uuid": "u", "generations": ["%1$s"], \
            "messages": [{"role": "user", "content": "1 + 1?"}, \
            {"role": "assistant", "content": "%1$s"}]}"""
                .formatted(generation)),
        Map.of());
    Problem problem = problems().get(0);
    assertThat(problem.messages()).containsExactly(new Message("user", "1 + 1?"));
    assertThat(problem.prompt()).isEqualTo("1 + 1?");
    assertThat(problem.answer()).isEqualTo("2");
    assertThat(problem.source()).isEqualTo("olympiads");
    assertThat(problem.extra()).containsEntry("uuid", "u").doesNotContainKey("generations");
  }

  @Test
  void numinaMathTakesTheAnswerOfTheSolution() {
    ImportReport report =
        run(
            SourceKind.JSONL,
            parquet(
                "source string, problem string, solution string, messages " + TURNS,
                """
                {"source": "amc", "problem": "Half of 1?", \
                "solution": "First \\\\boxed{1}, then $\\\\boxed{\\\\frac{1}{2}}$.", \
                "messages": [{"role": "user", "content": "Half of 1?"}, \
                {"role": "assistant", "content": "So \\\\boxed{\\\\frac{1}{2}}."}]}""",
                """
                {"source": "amc", "problem": "Show it.", "solution": "It is clear. Done.", \
                "messages": [{"role": "user", "content": "Show it."}, \
                {"role": "assistant", "content": "It is clear."}]}"""),
            Map.of("source", "numina"));
    assertThat(problems())
        .singleElement()
        .extracting(Problem::answer, Problem::id)
        .containsExactly("\\frac{1}{2}", "numina/train/row-0");
    assertThat(report.rejected()).containsEntry(Cause.MALFORMED, 1L);
    assertThat(spark.read().parquet(folder + "/out/_quarantine").first().getString(3))
        .isEqualTo(
            "answer is missing, and solution ends with no answer in \\boxed{} or after ####");
  }

  @Test
  void messagesAloneEndWithTheAnswer() {
    run(
        SourceKind.JSONL,
        parquet(
            "messages " + TURNS,
            """
            {"messages": [{"role": "system", "content": "s"}, \
            {"role": "user", "content": "q"}, \
            {"role": "assistant", "content": "so\\n#### 7"}]}"""),
        Map.of());
    assertThat(problems().get(0).messages())
        .containsExactly(new Message("system", "s"), new Message("user", "q"));
    assertThat(problems().get(0).answer()).isEqualTo("7");
  }

  @Test
  void bigMathBringsItsSolveRate() {
    run(
        SourceKind.JSONL,
        parquet(
            "problem string, answer string, source string, domain array<string>, llama8b_solve_rate"
                + " double",
            """
            {"problem": "p", "answer": "1", "source": "orca_math", \
            "domain": ["Mathematics -> Algebra"], "llama8b_solve_rate": 0.625}""",
            """
            {"problem": "q", "answer": "2", "source": "orca_math", "domain": []}"""),
        Map.of("field.difficulty", "llama8b_solve_rate"));
    assertThat(problems()).extracting(Problem::difficulty).containsExactly(0.625, Double.NaN);
    assertThat(problems().get(0).extra()).containsEntry("domain", "[\"Mathematics -> Algebra\"]");
  }

  @Test
  void deepScaleRIsOneList() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("deepscaler.json"),
            """
            [
              {
                "problem": "p",
                "answer": "-\\\\frac{2}{3}",
                "solution": ""
              },
              {
                "problem": "q",
                "answer": "26",
                "solution": "…"
              }
            ]
            """);
    run(SourceKind.JSONL, json.toString(), Map.of("source", "deepscaler"));
    assertThat(problems())
        .extracting(Problem::prompt, Problem::answer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("p", "-\\frac{2}{3}"),
            org.assertj.core.groups.Tuple.tuple("q", "26"));
  }

  @Test
  void mathHasItsAnswerInTheSolution() {
    run(
        SourceKind.JSONL,
        parquet(
            "problem string, level string, type string, solution string",
            """
            {"problem": "p", "level": "Level 5", "type": "Algebra", \
            "solution": "We get $x = \\\\boxed{\\\\left(1, \\\\{2\\\\}\\\\right)}$."}"""),
        Map.of("source", "math"));
    assertThat(problems().get(0).answer()).isEqualTo("\\left(1, \\{2\\}\\right)");
    assertThat(problems().get(0).extra()).containsKeys("solution", "level", "type");
  }

  @Test
  void groundTruthsOfAllShapesAreAnswers() throws IOException {
    String row =
        "{\"data_source\": \"s\", \"prompt\": [{\"role\": \"user\", \"content\": \"q\"}],"
            + " \"reward_model\": {\"ground_truth\": %s}}%n";
    StringBuilder lines = new StringBuilder();
    for (String truth :
        List.of(
            "\"42\"",
            "42",
            "4.20e1",
            "[\"42\"]",
            "[42]",
            "[\"1/2\", 0.5, \"1/2\"]",
            "{\"answer\": \"42\", \"unit\": \"cm\"}",
            "{\"target\": [\"Paris\", \"paris\"]}",
            "{\"target\": 98, \"numbers\": [1, 2]}",
            "{\"x\": [\"7\"], \"y\": null}",
            "{\"header\": [\"a\"], \"rows\": [[\"b\"]]}",
            "[]")) {
      lines.append(row.formatted(truth));
    }
    ImportReport report =
        run(
            SourceKind.VERL,
            Files.writeString(folder.resolve("v.jsonl"), lines.toString()).toString(),
            Map.of());
    assertThat(problems())
        .extracting(Problem::answer)
        .containsExactly(
            "42",
            "42",
            "42",
            "42",
            "42",
            "[\"1/2\",\"0.5\"]",
            "42",
            "[\"Paris\",\"paris\"]",
            "98",
            "7",
            "{\"header\":[\"a\"],\"rows\":[[\"b\"]]}");
    assertThat(report.rejected()).containsEntry(Cause.MALFORMED, 1L);
  }

  @Test
  void unreadableGoldsAreCountedRefusedOrDropped() throws IOException {
    String input =
        Files.writeString(
                folder.resolve("g.jsonl"),
                """
                {"prompt": "a", "answer": "1"}
                {"prompt": "b", "answer": "?1"}
                {"prompt": "c", "answer": "?2"}
                {"prompt": "d", "answer": "?3"}
                {"prompt": "e", "answer": "?4"}
                """)
            .toString();
    GoldCheck.Reader reader =
        problem -> problem.answer().startsWith("?") ? Optional.of("a question") : Optional.empty();
    ImportSettings settings =
        ImportSettings.of(SourceKind.JSONL, Optional.of(input), folder + "/out", Map.of());
    String said =
        "4 of 5 gold answers are not understood, for instance jsonl/train/row-1: \"?1\" (a"
            + " question); jsonl/train/row-2: \"?2\" (a question); jsonl/train/row-3: \"?3\" (a"
            + " question)";
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                DatasetImport.run(
                    spark, settings.with(new GoldCheck(reader, GoldCheck.Policy.REFUSE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(input + ": " + said);
    assertThat(Path.of(folder + "/out")).doesNotExist();
    ImportReport warned =
        DatasetImport.run(spark, settings.with(new GoldCheck(reader, GoldCheck.Policy.WARN)));
    assertThat(warned.accepted()).isEqualTo(5);
    assertThat(warned.summary()).contains(said);
    ImportReport dropped =
        DatasetImport.run(
            spark,
            ImportSettings.of(SourceKind.JSONL, Optional.of(input), folder + "/out2", Map.of())
                .with(new GoldCheck(reader, GoldCheck.Policy.DROP)));
    assertThat(dropped.rejected()).containsEntry(Cause.UNREADABLE_GOLD, 4L);
  }
}
