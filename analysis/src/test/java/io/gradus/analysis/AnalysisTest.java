package io.gradus.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.curves.TestSpark;
import io.gradus.analysis.findings.Verdict;
import io.gradus.analysis.importing.CurveFormat;
import io.gradus.analysis.importing.CurveImport;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.report.ReplicateTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {
  /** Two laws and few replicates: the laws themselves have tests of their own. */
  private static final StudySettings QUICK =
      new StudySettings(
          List.of(Axis.COMPUTE, Axis.DATA), List.of("log-linear", "power"), 20, 5, 0.95, 1);

  @TempDir Path dir;

  @Test
  void fromStoreViewsToReport() throws IOException {
    SparkSession spark = TestSpark.fresh();
    AnalysisStudy study = new AnalysisStudy(5, 150, 0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 28, 32);
    for (double params : new double[] {4e4, 1.6e5, 6.4e5}) {
      study.run("base", params, 1, 1, 8).run("base", params, 2, 1, 8);
      study.run("instruct", params, 1, 1, 8);
    }
    study.run("base", 1.6e5, 1, 4, 8).run("base", 1.6e5, 1, 1, 16);
    study.createViews(spark);
    Path out = dir.resolve("out");

    Analysis.Result result =
        Analysis.run(
            spark,
            AnalysisSettings.ofStore("a made-up store", out.toString())
                .with(QUICK)
                .titled("A <study>"));

    assertThat(result.benchmark()).isEqualTo("arithmetic");
    assertThat(result.findings().get(1).verdict()).isEqualTo(Verdict.SUPPORTED);
    for (String table :
        List.of("curves", "laws", "law_replicates", "fits", "forecasts", "findings")) {
      assertThat(spark.read().parquet(out.resolve(table).toString()).count())
          .as(table)
          .isPositive();
    }
    Row fit =
        spark
            .read()
            .parquet(out.resolve("fits").toString())
            .where("law = 'log-linear' AND x = 'data' AND variant = 'base'")
            .where("benchmark = 'arithmetic' AND scope = 'all sizes'")
            .first();
    assertThat(fit.<Integer>getAs("points")).isEqualTo(6 * 12);
    assertThat(fit.<Double>getAs("error_first_half")).isPositive();
    assertThat(ReplicateTable.read(spark, out.toString()))
        .hasSize(result.study().reports().size())
        .allSatisfy(law -> assertThat(law.replicates()).hasSize(20));
    for (String figure :
        List.of(
            "loss-data",
            "loss-compute",
            "efficiency",
            "slices",
            "reuse",
            "group-size",
            "cross-domain",
            "length",
            "problems",
            "entropy")) {
      assertThat(out.resolve("figures/" + figure + ".svg")).exists();
      assertThat(Files.size(out.resolve("figures/" + figure + ".png"))).isGreaterThan(10_000);
    }
    String report = Files.readString(out.resolve("report.html"));
    assertThat(report)
        .contains("<h1>A &lt;study&gt;</h1>")
        .contains("11 runs, 3 sizes from 40k to 640k non-embedding parameters")
        .contains("Learning efficiency k over data of base models")
        .contains("Curves: a made-up store.")
        .contains("8. Larger groups of rollouts reach the lower loss")
        .contains("9. What is learned carries over")
        .contains("Solved, boundary, lost")
        .contains("arXiv 2509.25300, v2 to v4")
        .contains("intervals of laws cover other samples of such problems")
        .contains("From the first half of its steps a run's last loss was forecast")
        .contains("Training reward less test pass@1 over the last quarter of steps")
        .doesNotContain("NaN")
        .doesNotContain("src=\"http")
        .doesNotContain("<script");
    assertThat(out.resolve(".report.html.crc")).doesNotExist();
  }

  @Test
  void recipesAreComparedAndKeptOutOfWhatOneRecipeSays() throws IOException {
    SparkSession spark = TestSpark.fresh();
    AnalysisStudy study = new AnalysisStudy(5, 150, 0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 28, 32);
    for (int seed = 1; seed <= 3; seed++) {
      study.run("base", 4e4, seed, 1, 8).run("base", 6.4e5, seed, 1, 8);
      study.run("base", 4e4, seed, 1, 16).run("base", 6.4e5, seed, 1, 16);
    }
    study.createViews(spark);
    spark
        .table("runs")
        .withColumn("model_digest", functions.lit("model"))
        .withColumn("problems_digest", functions.lit("problems"))
        .withColumn(
            "config",
            functions.expr(
                "format_string('{\"run\":{\"recipe\":\"%s\"},\"rollout\":{\"group-size\":%d}}',"
                    + " IF(group_size = 8, 'narrow', 'wide'), group_size)"))
        .createOrReplaceTempView("runs");
    Path out = dir.resolve("out");

    Analysis.Result result =
        Analysis.run(
            spark, AnalysisSettings.ofStore("a made-up store", out.toString()).with(QUICK));

    // Both differ from one other in one part: the first by name is the reference.
    assertThat(result.recipes())
        .first()
        .asString()
        .startsWith("wide beside narrow (one switch: group size)");
    assertThat(result.further()).noneMatch(f -> f.claim().startsWith("Larger groups"));
    List<Row> rows =
        spark.read().parquet(out.resolve("recipes").toString()).orderBy("measure").collectAsList();
    assertThat(rows).hasSize(3).allMatch(row -> row.<Boolean>getAs("switch"));
    // A group of 16 takes twice the tokens of one of 8 for the same steps.
    double steps = rows.get(2).<Double>getAs("estimate");
    assertThat(rows.get(0).<Double>getAs("estimate")).isCloseTo(2 * steps, within(1e-9));
    assertThat(rows.get(1).<Integer>getAs("pairs")).isEqualTo(6);
    assertThat(rows.get(1).<Double>getAs("estimate")).isPositive();
    assertThat(spark.read().parquet(out.resolve("curves").toString()).select("run_id").distinct())
        .satisfies(runs -> assertThat(runs.count()).isEqualTo(12));
    assertThat(out.resolve("figures/recipes.svg")).isNotEmptyFile();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Recipes in numbers")
        .contains("laws, forecasts and findings are about those of narrow alone")
        .doesNotContain("NaN");
  }

  @Test
  void withoutTokensTheReportSaysThatOnlyDataLawsAreFitted() throws IOException {
    SparkSession spark = TestSpark.fresh();
    StringBuilder csv = new StringBuilder("run_id,params,step,data,benchmark,problems,loss\n");
    double[] ks = {0.5, 0.35, 0.3, 0.25};
    for (int size = 0; size < 4; size++) {
      for (int step = 1; step <= 20; step++) {
        csv.append(
            "r%d,%d,%d,%d,exam,5000,%.6f%n"
                .formatted(
                    size,
                    (int) Math.pow(4, size) * 1000,
                    step,
                    16 * step,
                    0.9 * Math.pow(0.55, size) * Math.pow(step, -ks[size])));
      }
    }
    Path input = Files.writeString(dir.resolve("in.csv"), csv);
    String curves = dir.resolve("curves").toString();
    CurveImport.run(
        spark,
        new CurveImport.Settings(CurveFormat.CSV, input.toString(), Optional.empty(), curves));
    AnalysisSettings settings =
        AnalysisSettings.ofCurves(curves, dir.resolve("one").toString()).with(QUICK);
    Analysis.Result result = Analysis.run(spark, settings);
    Analysis.run(
        spark, AnalysisSettings.ofCurves(curves, dir.resolve("two").toString()).with(QUICK));

    assertThat(result.findings().get(1).verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(result.study().reports()).allMatch(r -> r.fit().axis() == Axis.DATA);
    String report = Files.readString(dir.resolve("one/report.html"));
    assertThat(report)
        .contains(
            "Training tokens are missing, so compute is unknown: only laws over data are fitted.")
        .contains("does not rise with size")
        .contains("0.50 at 1k (1.00), 0.35 at 4k (1.00), 0.30 at 16k (1.00), 0.25 at 64k (1.00)");
    assertThat(dir.resolve("two/report.html")).hasContent(report);
    assertThat(dir.resolve("two/figures/loss-data.png"))
        .hasSameBinaryContentAs(dir.resolve("one/figures/loss-data.png"));
  }

  @Test
  void unknownBenchmarkAndFolderAreNamed() {
    SparkSession spark = TestSpark.fresh();
    String curves = dir.resolve("curves").toString();
    CurveTable.write(
        spark,
        List.of(
            new CurvePoint("r", "f", "base", 1e6, 0, 1, 8, 1, 16, 10, 6e7, "exam", 100, 0.5, 0.05)),
        curves);
    String out = dir.resolve("out").toString();

    assertThatThrownBy(
            () -> Analysis.run(spark, AnalysisSettings.ofCurves(curves, out).about("other")))
        .hasMessage("The curves have no benchmark 'other', they have [exam]");
    assertThatThrownBy(() -> Analysis.run(spark, AnalysisSettings.ofCurves(dir + "/none", out)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/none is no curve table (see `curves import`)");
    assertThat(Path.of(out)).doesNotExist();
  }
}
