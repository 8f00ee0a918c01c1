package io.gradus.datasets.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.Curriculum;
import io.gradus.datasets.CurriculumSettings;
import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.SharedData;
import io.gradus.datasets.SparkTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published data sets, where they are at hand. */
class SharedDataImportTest extends SparkTest {

  @TempDir Path folder;

  private String out() {
    return folder.resolve("out").toString();
  }

  private ImportReport run(String kind, String file) {
    String input = SharedData.require(file);
    return DatasetImport.run(
        spark, ImportSettings.of(SourceKind.of(kind), Optional.of(input), out(), Map.of()));
  }

  private List<Problem> problems() {
    return ProblemTable.collect(ProblemTable.read(spark, out()));
  }

  @ParameterizedTest
  @CsvSource({
    "svamp, eval/svamp.jsonl, 1000, 145",
    "asdiv, eval/asdiv.jsonl, 2215, 9",
    "mawps, eval/mawps_singleop.jsonl, 562, 14",
    "verl, eval/math__math_500.parquet, 500, '\\left( 3, \\frac{\\pi}{2} \\right)'",
    "verl, eval/stem__supergpqa_200.parquet, 200, I",
    "verl, math/train_1_10_5120.parquet, 5120, 50",
  })
  void everyRowIsAccepted(String kind, String file, long rows, String firstAnswer) {
    ImportReport report = run(kind, file);
    assertThat(report.accepted()).isEqualTo(rows);
    assertThat(report.rejectedRows()).isZero();
    assertThat(problems().get(0).answer()).isEqualTo(firstAnswer);
  }

  @Test
  void verlKeepsItsEasyToHardOrderOverSources() {
    run("verl", "math/train_1_100_512.parquet");
    List<Problem> problems = problems();
    assertThat(problems).hasSize(512);
    assertThat(problems.get(0).id()).isEqualTo("math__deepscaler_preview/train/13");
    assertThat(problems.get(0).difficulty()).isEqualTo(0.6875);
    assertThat(problems.get(0).answer()).isEqualTo("\\sqrt{193}");
    assertThat(problems.get(0).extra()).containsEntry("qwen3_30b_pass_rate", "0.6875");
    for (int i = 1; i < problems.size(); i++) {
      assertThat(problems.get(i).position()).isEqualTo(i);
      assertThat(problems.get(i).difficulty())
          .isLessThanOrEqualTo(problems.get(i - 1).difficulty());
    }
    assertThat(problems)
        .extracting(Problem::source)
        .contains("math__merged_deduped_dapo_or1_dataset");
    Curriculum curriculum = Curriculum.of(problems, CurriculumSettings.DEFAULT);
    assertThat(curriculum.batch(1, 8)).isEqualTo(problems.subList(8, 16));
  }

  @Test
  void groundTruthsThatAreTablesBecomeJson() {
    run("verl", "eval/logic__zebra_puzzle_dataset_200.parquet");
    assertThat(problems())
        .hasSize(200)
        .allSatisfy(p -> assertThat(p.answer()).startsWith("{\"header\":[\"Position\""));
  }

  @Test
  void severalFilesOfOneDirectoryFollowEachOther() {
    String folder = Path.of(SharedData.require("gsm8k/train.jsonl")).getParent().toString();
    ImportReport report =
        DatasetImport.run(
            spark, ImportSettings.of(SourceKind.GSM8K, Optional.of(folder), out(), Map.of()));
    assertThat(report.accepted()).isEqualTo(7473 + 1319);
    Dataset<Row> rows = ProblemTable.read(spark, out());
    assertThat(rows.selectExpr("max(position)").first().getLong(0)).isEqualTo(7473 + 1319 - 1);
    // test.jsonl comes first by name, so its first question is problem 0.
    assertThat(rows.filter("position = 0").first().<String>getAs("answer")).isEqualTo("18");
  }
}
