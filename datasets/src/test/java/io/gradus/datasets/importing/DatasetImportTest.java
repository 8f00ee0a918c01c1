package io.gradus.datasets.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.Message;
import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.SparkTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetImportTest extends SparkTest {

  private static final String GSM8K =
      """
      {"question": "Two and two?", "answer": "2+2=<<2+2=4>>4\\n#### 4"}
      {"question": "A thousand and one?", "answer": "So many.\\n#### 1,001"}
      """;

  @TempDir Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private ImportReport run(SourceKind kind, String input, Map<String, String> options) {
    return DatasetImport.run(spark, settings(kind, input, options));
  }

  private ImportSettings settings(SourceKind kind, String input, Map<String, String> options) {
    return ImportSettings.of(kind, Optional.of(input), out(), options);
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private List<Problem> problems() {
    return ProblemTable.collect(ProblemTable.read(spark, out()));
  }

  private List<Row> quarantine() {
    return spark
        .read()
        .parquet(out() + "/" + QuarantineTable.DIRECTORY)
        .orderBy("file", "row")
        .collectAsList();
  }

  @Test
  void gsm8kBecomesChatsWithTheNumberAfterTheMark() throws IOException {
    ImportReport report =
        run(
            SourceKind.GSM8K,
            file("train.jsonl", GSM8K),
            Map.of("instruction", " Box it.", "system", "You count.", "split", "dev"));
    assertThat(report.accepted()).isEqualTo(2);
    assertThat(problems())
        .containsExactly(
            new Problem(
                "gsm8k/dev/0",
                "gsm8k",
                "dev",
                0,
                List.of(
                    new Message("system", "You count."),
                    new Message("user", "Two and two? Box it.")),
                "Two and two? Box it.",
                "4",
                Double.NaN,
                Map.of("solution", "2+2=<<2+2=4>>4")),
            new Problem(
                "gsm8k/dev/1",
                "gsm8k",
                "dev",
                1,
                List.of(
                    new Message("system", "You count."),
                    new Message("user", "A thousand and one? Box it.")),
                "A thousand and one? Box it.",
                "1001",
                Double.NaN,
                Map.of("solution", "So many.")));
  }

  @Test
  void plainStyleHasNoMessages() throws IOException {
    run(SourceKind.GSM8K, file("a.jsonl", GSM8K), Map.of("style", "plain"));
    assertThat(problems()).allSatisfy(problem -> assertThat(problem.messages()).isEmpty());
  }

  @Test
  void malformedRowsGoToQuarantineWithFileRowAndReason() throws IOException {
    byte[] lines =
        """
        {"prompt": "good", "answer": 1}

        {"prompt": "cut off
        ["a list"]
        {"prompt": "no answer"}
        {"prompt": "  ", "answer": "1"}
        {"prompt": 5, "answer": "1"}
        {"prompt": "rate", "answer": "1", "difficulty": 1.2}
        {"prompt": "twice", "prompt": "twice", "answer": "1"}
        {"prompt": "more", "answer": "1"} {}
        {"messages": [{"role": "assistant", "content": "hi"}], "answer": "1"}
        {"messages": [{"role": "user"}], "answer": "1"}
        {"messages": [], "answer": "1"}
        """
            .getBytes(StandardCharsets.UTF_8);
    Path input = folder.resolve("rows.jsonl");
    Files.write(input, lines);
    try (OutputStream more =
        Files.newOutputStream(input, java.nio.file.StandardOpenOption.APPEND)) {
      more.write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    }
    ImportReport report = run(SourceKind.JSONL, input.toString(), Map.of());
    assertThat(report.input()).isEqualTo(13);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(report.rejected())
        .containsEntry(Cause.MALFORMED, 12L)
        .containsEntry(Cause.DUPLICATE_ID, 0L)
        .containsEntry(Cause.OVER_TOKEN_LIMIT, 0L);
    List<Row> rejected = quarantine();
    assertThat(rejected).allSatisfy(r -> assertThat(r.getString(0)).endsWith("/rows.jsonl"));
    assertThat(rejected.stream().map(r -> r.getLong(1)))
        .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
    assertThat(rejected.stream().map(r -> r.getString(3)))
        .satisfiesExactly(
            r -> assertThat(r).startsWith("no valid JSON at column"),
            r -> assertThat(r).isEqualTo("found a JSON array, expected an object"),
            r -> assertThat(r).isEqualTo("answer is missing; found [prompt]"),
            r -> assertThat(r).isEqualTo("prompt is blank"),
            r -> assertThat(r).isEqualTo("prompt is a number, expected a text"),
            r -> assertThat(r).isEqualTo("difficulty is 1.2, expected a pass rate in [0, 1]"),
            r -> assertThat(r).contains("Duplicate field 'prompt'"),
            r -> assertThat(r).startsWith("no valid JSON").contains("Trailing token"),
            r -> assertThat(r).contains("has the role 'assistant', expected user"),
            r -> assertThat(r).isEqualTo("messages[0].content is missing or no text"),
            r -> assertThat(r).contains("messages is empty"),
            r -> assertThat(r).isEqualTo("no valid UTF-8"));
    assertThat(rejected.get(2).getString(4)).isEqualTo("{\"prompt\": \"no answer\"}");
    // The table itself is not touched by what lies beside its partitions.
    assertThat(spark.read().parquet(out()).count()).isEqualTo(1);
  }

  @Test
  void rawTextIsCutAtAWholeCharacter() throws IOException {
    String row = "x".repeat(QuarantineTable.MAX_RAW - 1) + "😀".repeat(5);
    run(SourceKind.JSONL, file("a.jsonl", row + "\n{\"prompt\":\"p\",\"answer\":1}"), Map.of());
    assertThat(quarantine().get(0).getString(4)).isEqualTo("x".repeat(QuarantineTable.MAX_RAW - 1));
  }

  @Test
  void theFirstOfARepeatedIdIsKept() throws IOException {
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.writeString(
        input.resolve("a.jsonl"),
        """
        {"id": "x", "prompt": "first", "answer": 1}
        {"id": "y", "prompt": "other", "answer": 1}
        """);
    Files.writeString(
        input.resolve("b.jsonl"),
        """
        {"id": "x", "prompt": "second", "answer": 1}
        {"id": "z", "prompt": "last", "answer": 1}
        """);
    ImportReport report = run(SourceKind.JSONL, input.toString(), Map.of());
    assertThat(report.rejected()).containsEntry(Cause.DUPLICATE_ID, 1L);
    assertThat(problems())
        .extracting(Problem::prompt, Problem::position)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", 0L),
            org.assertj.core.groups.Tuple.tuple("other", 1L),
            org.assertj.core.groups.Tuple.tuple("last", 3L));
    Row rejected = quarantine().get(0);
    assertThat(rejected.getString(0)).endsWith("/in/b.jsonl");
    assertThat(rejected.getLong(1)).isEqualTo(1);
    assertThat(rejected.getString(3))
        .contains("the id 'x' is taken by ")
        .endsWith("/in/a.jsonl row 1, expected distinct ids");
    assertThat(rejected.getString(4)).contains("second");
  }

  @Test
  void promptsOverTheTokenLimitAreCounted() throws IOException {
    String input =
        file(
            "a.jsonl",
            """
            {"prompt": "one two three", "answer": 1}
            {"prompt": "one two three four", "answer": 1}
            """);
    TokenLimit limit = new TokenLimit(problem -> problem.prompt().split(" ").length, 3);
    ImportSettings settings =
        ImportSettings.of(SourceKind.JSONL, Optional.of(input), out(), Map.of()).with(limit);
    ImportReport report = DatasetImport.run(spark, settings);
    assertThat(report.rejected()).containsEntry(Cause.OVER_TOKEN_LIMIT, 1L);
    assertThat(quarantine().get(0).getString(3))
        .isEqualTo("the prompt has 4 tokens, expected at most 3");
    assertThat(report.summary())
        .startsWith("2 rows: 1 accepted, 1 rejected")
        .contains("rejected as over_token_limit: 1");
  }

  @Test
  void jsonLinesTakeFieldsByNameAndKeepTheRest() throws IOException {
    String input =
        file(
            "a.jsonl",
            """
            {"q": "How?", "gold": 2.50, "pass": 0.75, "set": "mine", "part": "test", \
            "level": 3, "extra": {"tag": "a", "none": null}, "nothing": null}
            """);
    run(
        SourceKind.JSONL,
        input,
        Map.of(
            "field.prompt", "Q: {q} A:",
            "field.answer", "gold",
            "field.difficulty", "pass",
            "field.source", "set",
            "field.split", "part"));
    assertThat(problems())
        .containsExactly(
            new Problem(
                "mine/test/row-0",
                "mine",
                "test",
                0,
                List.of(),
                "Q: How? A:",
                "2.5",
                0.75,
                Map.of("level", "3", "tag", "a")));
  }

  @Test
  void knownWordProblemLayouts() throws IOException {
    run(
        SourceKind.SVAMP,
        file(
            "s.jsonl",
            """
            {"Body": "He has 3 figs.", "Question": "How many?", "Answer": 3.0, "ID": "chal-1"}
            """),
        Map.of());
    Problem svamp = problems().get(0);
    assertThat(svamp.prompt()).isEqualTo("He has 3 figs. How many?");
    assertThat(svamp.messages()).containsExactly(new Message("user", svamp.prompt()));
    assertThat(svamp.answer()).isEqualTo("3");
    assertThat(svamp.id()).isEqualTo("svamp/train/chal-1");
  }

  @Test
  void asdivUnitsAreSetApart() throws IOException {
    run(
        SourceKind.ASDIV,
        file(
            "a.jsonl",
            """
            {"body": "b", "question": "q?", "answer": "14  (seats)", "idx": 7}
            {"body": "b", "question": "q?", "answer": "-(1/3)", "idx": 8}
            {"body": "b", "question": "q?", "answer": "They are equal", "idx": 9}
            """),
        Map.of());
    assertThat(problems())
        .extracting(Problem::answer)
        .containsExactly("14", "-(1/3)", "They are equal");
    assertThat(problems().get(0).extra()).containsEntry("unit", "seats");
  }

  @Test
  void parquetRowsAreReadForAnyKind() {
    spark
        .sql("select 'How?' as question, 'So.\\n#### 7' as answer, cast(null as string) as other")
        .coalesce(1)
        .write()
        .parquet(folder + "/in");
    run(SourceKind.GSM8K, folder + "/in", Map.of());
    assertThat(problems()).extracting(Problem::answer).containsExactly("7");
  }

  @Test
  void compressedFilesAndByteOrderMarksAreRead() throws IOException {
    Path input = folder.resolve("a.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(input))) {
      out.write("\uFEFF{\"prompt\":\"p\",\"answer\":1}\r\n".getBytes(StandardCharsets.UTF_8));
    }
    run(SourceKind.JSONL, input.toString(), Map.of());
    assertThat(problems()).extracting(Problem::prompt).containsExactly("p");
  }

  @Test
  void syntheticSplitsAreWhatTheGeneratorGives() {
    Map<String, String> options =
        Map.of("train", "30", "dev", "5", "test", "7", "modulus", "7", "seed", "3");
    ImportReport report =
        DatasetImport.run(
            spark, ImportSettings.of(SourceKind.SYNTHETIC, Optional.empty(), out(), options));
    assertThat(report.splits())
        .containsExactly(
            Map.entry("arithmetic/dev", 5L),
            Map.entry("arithmetic/test", 7L),
            Map.entry("arithmetic/train", 30L));
    var task =
        new io.gradus.datasets.arithmetic.ArithmeticSettings(
            7, "+-*", 1, 5, List.of(), 0, List.of());
    var splits = new io.gradus.datasets.arithmetic.ArithmeticSplits(task, 3, 7, 5);
    List<Problem> train =
        ProblemTable.collect(ProblemTable.read(spark, out()).filter("split = 'train'"));
    assertThat(train).isEqualTo(splits.train().problems(3, "train", 30));
    assertThat(ProblemTable.collect(ProblemTable.read(spark, out()).filter("split = 'test'")))
        .isEqualTo(splits.test());
  }

  @Test
  void badRequestsNameWhatIsWrongAndWriteNothing() throws IOException {
    String good = file("good.jsonl", "{\"prompt\":\"p\",\"answer\":1}");
    refused(SourceKind.JSONL, good, Map.of("splt", "x"), "unknown option splt, expected some of [");
    refused(
        SourceKind.JSONL, good, Map.of("style", "loud"), "style = 'loud', expected one of chat");
    refused(SourceKind.JSONL, good, Map.of("split", " "), "option split = ' ', expected a word");
    refused(SourceKind.JSONL, folder + "/none", Map.of(), "/none does not exist");
    String fake = file("fake.parquet", "{\"prompt\":\"p\",\"answer\":1}");
    refused(SourceKind.VERL, fake, Map.of(), "fake.parquet: cannot be read as Parquet");
    refused(SourceKind.VERL, good, Map.of(), "prompt is a string, expected a list of messages");
    refused(
        SourceKind.GSM8K,
        good,
        Map.of(),
        "none of 1 rows could be imported as gsm8k; ",
        "good.jsonl row 1: question is missing; found [prompt, answer]");
    refused(SourceKind.JSONL, file("empty.jsonl", "\n"), Map.of(), "empty.jsonl holds no rows");
    Path broken = folder.resolve("broken.jsonl.gz");
    Files.write(broken, new byte[] {31, (byte) 139, 8, 0, 1, 2});
    refused(
        SourceKind.JSONL, broken.toString(), Map.of(), "broken.jsonl.gz: line 1: cannot be read");
    assertThatThrownBy(() -> SourceKind.of("csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Source 'csv', expected one of gsm8k, verl, jsonl, svamp, asdiv, mawps, synthetic.");
    assertThatThrownBy(() -> ImportSettings.of(SourceKind.JSONL, Optional.empty(), out(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Source jsonl needs an input file or directory; found none.");
  }

  private void refused(
      SourceKind kind, String input, Map<String, String> options, String... messages)
      throws IOException {
    assertThatThrownBy(() -> run(kind, input, options))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(messages);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(p -> p.getFileName().toString())).noneMatch(name -> name.contains("out"));
    }
  }

  @Test
  void damagedParquetIsNamed() throws IOException {
    spark.range(50_000).selectExpr("uuid() as prompt").coalesce(1).write().parquet(out() + "1");
    Path part;
    try (Stream<Path> files = Files.list(Path.of(out() + "1"))) {
      part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(part);
    java.util.Arrays.fill(bytes, 1000, bytes.length - 2000, (byte) 7);
    Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);
    assertThatThrownBy(() -> run(SourceKind.VERL, damaged.toString(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the input cannot be read")
        .hasMessageContaining("damaged.parquet");
    assertThat(Path.of(out())).doesNotExist();
  }

  @Test
  void anExistingOutputIsNotTouched() throws IOException {
    String input = file("a.jsonl", GSM8K);
    run(SourceKind.GSM8K, input, Map.of());
    assertThatThrownBy(() -> run(SourceKind.GSM8K, input, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out already exists; expected a new or empty directory");
    assertThat(problems()).hasSize(2);
  }
}
