package io.gradus.datasets.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.SparkTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as people have them. Those of {@code parquet/} were written with pyarrow: three problems in
 * two row groups each, in the codec that the name says; {@code types.parquet} has columns that
 * Spark's own reader refuses.
 */
class InputFormatsTest extends SparkTest {
  private static final String ROW = "{\"prompt\": \"p\", \"answer\": 1}\n";

  @TempDir Path folder;

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = InputFormatsTest.class.getResourceAsStream("/parquet/" + name)) {
      return in.readAllBytes();
    }
  }

  private ImportReport run(Path input) {
    return DatasetImport.run(
        spark,
        ImportSettings.of(
            SourceKind.JSONL, Optional.of(input.toString()), folder + "/out", Map.of()));
  }

  private List<Problem> problems() {
    return ProblemTable.collect(ProblemTable.read(spark, folder + "/out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"brotli", "gzip", "lz4", "snappy", "zstd"})
  void everyCodecIsRead(String codec) throws IOException {
    run(Files.write(folder.resolve("rows.parquet"), resource(codec + ".parquet")));
    assertThat(problems())
        .extracting(Problem::id, Problem::prompt, Problem::answer, Problem::position)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("jsonl/train/row-0", "0 + 0?", "0", 0L),
            org.assertj.core.groups.Tuple.tuple("jsonl/train/row-1", "1 + 1?", "2", 1L),
            org.assertj.core.groups.Tuple.tuple("jsonl/train/row-2", "2 + 2?", "4", 2L));
  }

  /** Columns of 16-bit floats, whose logical type Parquet 1.13's library does not know. */
  @Test
  void typesThatAreNewerThanTheLibraryAreRead() throws IOException {
    run(Files.write(folder.resolve("rows.parquet"), resource("float16.parquet")));
    assertThat(problems()).extracting(Problem::answer).containsExactly("2", "4", "6");
    assertThat(problems().get(0).extra())
        .containsEntry("rate", "0.5")
        .containsEntry("score", "-65504")
        .containsEntry("two", "ab")
        .containsEntry("nest", "[1.5]");
    assertThat(problems().get(1).extra())
        .hasEntrySatisfying(
            "rate", rate -> assertThat(Float.parseFloat(rate)).isEqualTo(1638 * 0x1p-14f))
        .containsEntry("two", "//4=")
        .containsEntry("nest", "[]");
    assertThat(problems().get(2).extra())
        .containsEntry("rate", "NaN")
        .hasEntrySatisfying(
            "score", score -> assertThat(Float.parseFloat(score)).isEqualTo(0x1p-24f));
  }

  @Test
  void columnsOfAnyTypeAndNameAreRead() throws IOException {
    run(Files.write(folder.resolve("rows.parquet"), resource("types.parquet")));
    assertThat(problems()).hasSize(3);
    assertThat(problems().get(0).extra())
        .containsEntry("at", "2023-11-14T22:13:20.123456789")
        .containsEntry("utc", "2023-11-14T22:13:20.123456789Z")
        .containsEntry("clock", "01:02:03.000004005")
        .containsEntry("big", "18446744073709551615")
        .containsEntry("Note", "upper")
        .containsEntry("note", "lower")
        .containsEntry("a`b.c", "tick")
        .containsEntry("day", "+5881580-07-11")
        .containsEntry("price", "12.5")
        .containsEntry("raw", "/wA=")
        .containsEntry("tags", "[\"x\",null]")
        .containsEntry("rates", "{\"k\":1.5}");
    assertThat(problems().get(2).extra())
        .containsEntry("at", "1969-12-31T23:59:59.999999999")
        .doesNotContainKeys("raw", "tags", "rates");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.PARQUET", "rows", "train[0]*{a,b}?.parquet", "rows.parquet.bak"})
  void parquetIsToldByItsBytes(String name) throws IOException {
    run(Files.write(folder.resolve(name), resource("zstd.parquet")));
    assertThat(problems()).hasSize(3);
  }

  @Test
  void namesAreNoPatterns() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("data [1] {x,y} *?"));
    Files.write(odd.resolve("a[0].parquet"), resource("zstd.parquet"));
    Files.writeString(odd.resolve("b*.jsonl"), ROW);
    String out = folder + "/table [1] {x,y} *?";
    DatasetImport.run(
        spark, ImportSettings.of(SourceKind.JSONL, Optional.of(odd.toString()), out, Map.of()));
    assertThat(ProblemTable.collect(ProblemTable.read(spark, out))).hasSize(4);
  }

  @Test
  void whatLiesBesideTheRowsIsNamedAndNotRead() throws IOException {
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.write(input.resolve("train"), resource("zstd.parquet"));
    Files.writeString(input.resolve("README.md"), "# A set\n");
    Files.writeString(input.resolve("LICENSE"), "MIT\n");
    Files.writeString(input.resolve("info.json"), "{\n\"splits\": 1\n}\n");
    Files.writeString(input.resolve(".gitattributes"), "*.parquet filter=lfs\n");
    ImportReport report = run(input);
    assertThat(report.input()).isEqualTo(3);
    assertThat(report.rejectedRows()).isZero();
    assertThat(report.summary())
        .contains("not read, since they hold no rows: LICENSE, README.md, info.json");
  }

  @Test
  void linesBesideAReadmeAreReadWhateverTheirName() throws IOException {
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.writeString(input.resolve("part-00000"), ROW);
    Files.writeString(input.resolve("README.md"), "# A set\n");
    assertThat(run(input).accepted()).isEqualTo(1);
  }

  @Test
  void aFolderWithoutRowsIsRefusedByWhatItHolds() throws IOException {
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.writeString(input.resolve("README.md"), "# A set\n");
    assertThatThrownBy(() -> run(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("in holds no Parquet or JSON, found README.md.");
  }

  @Test
  void aPointerOfGitLfsIsNamed() throws IOException {
    Path pointer =
        Files.writeString(
            folder.resolve("train.parquet"),
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    assertThatThrownBy(() -> run(pointer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("train.parquet is a pointer of Git LFS, expected the data");
  }

  @Test
  void oneListAndUtf16AreRead() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("set.json"),
            "\uFEFF[\n  {\"problem\": \"p\", \"answer\": \"1\"},\n  {\"problem\": \"q\"}\n]\n",
            StandardCharsets.UTF_16LE);
    ImportReport report = run(list);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(report.rejected()).containsEntry(Cause.MALFORMED, 1L);
    assertThat(spark.read().parquet(folder + "/out/_quarantine").first().getLong(1)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\": \"p\", \"answer\": 1e99999999999}",
        "{\"prompt\": \"p\", \"answer\": 1e-2147483648}",
        "{\"prompt\": \"p\", \"answer\": 1, \"difficulty\": 1e400}",
        "{\"prompt\": \"p\", \"answer\": NaN}",
        "{\"prompt\": \"p\", \"answer\": []}",
      })
  void aValueBeyondRangeCostsItsRowAtMost(String row) throws IOException {
    ImportReport report = run(Files.writeString(folder.resolve("a.jsonl"), ROW + row + "\n" + ROW));
    assertThat(report.input()).isEqualTo(3);
    assertThat(report.accepted()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void copiesOfRowsAreCountedAndOthersOfTheirIdPutAside() throws IOException {
    String row = "{\"id\": \"x\", \"prompt\": \"p\", \"answer\": 1, \"copy\": %d}\n";
    Path input =
        Files.writeString(
            folder.resolve("a.jsonl"),
            row.formatted(1)
                + row.formatted(2)
                + "{\"id\": \"x\", \"prompt\": \"p\", \"answer\": 2}\n"
                + "{\"id\": \"y\", \"prompt\": \"p\", \"answer\": 1}\n"
                + row.formatted(3));
    ImportReport report = run(input);
    assertThat(report.rejected())
        .containsEntry(Cause.COPY, 2L)
        .containsEntry(Cause.DUPLICATE_ID, 1L);
    assertThat(problems()).extracting(Problem::id).containsExactly("x", "y");
    assertThat(spark.read().parquet(folder + "/out/_quarantine").count()).isEqualTo(1);
    assertThat(report.summary()).contains("rejected as copy: 2");
  }

  @Test
  void problemsThatAreReadWithoutATableLoseTheirCopiesToo() throws IOException {
    String row = "{\"id\": \"x\", \"prompt\": \"p\", \"answer\": 1}\n";
    Path input = Files.writeString(folder.resolve("a.jsonl"), row + row + row);
    DatasetImport.Collected collected =
        DatasetImport.collectAll(
            spark,
            ImportSettings.of(SourceKind.JSONL, Optional.of(input.toString()), "none", Map.of()));
    assertThat(collected.copies()).isEqualTo(2);
    assertThat(collected.rejected()).isZero();
    assertThat(collected.problems()).extracting(Problem::id).containsExactly("x");
  }

  @Test
  void problemsThatAreReadWithoutATableLoseTheRowsThatTheImportPutsAside() throws IOException {
    String bad =
        "{\"prompt\": 5, \"answer\": 1}\n{\"prompt\"\n[]\n{\"id\": \"x\", \"answer\": 1}\n";
    String good = "{\"id\": \"x\", \"prompt\": \"p\", \"answer\": 1}\n";
    String other = "{\"id\": \"x\", \"prompt\": \"q\", \"answer\": 1}\n";
    Path input = Files.writeString(folder.resolve("a.jsonl"), bad + good + other + good);
    DatasetImport.Collected collected =
        DatasetImport.collectAll(
            spark,
            ImportSettings.of(SourceKind.JSONL, Optional.of(input.toString()), "none", Map.of()));
    assertThat(collected.problems()).extracting(Problem::prompt).containsExactly("p");
    assertThat(collected.rejected()).isEqualTo(5);
    assertThat(collected.copies()).isEqualTo(1);
    assertThat(collected.examples()).hasSize(3);
    assertThat(collected.examples().get(0))
        .endsWith("a.jsonl row 1: prompt is a number, expected a text");
    ImportReport report = run(input);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(report.rejectedRows()).isEqualTo(6);
  }
}
