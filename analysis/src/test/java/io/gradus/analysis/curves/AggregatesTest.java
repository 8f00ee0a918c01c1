package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregatesTest {
  private SparkSession spark;

  @BeforeEach
  void curves() {
    spark = TestSpark.fresh();
    List<CurvePoint> points = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      for (int step : new int[] {0, 1, 2, 4, 8}) {
        // Loss falls by a tenth for every doubling of steps.
        double loss = step == 0 ? 0.95 : 0.9 - 0.1 * Math.log(step) / Math.log(2) - 0.02 * seed;
        points.add(
            new CurvePoint(
                "s" + seed,
                "toy",
                "base",
                1000,
                seed,
                1,
                8,
                step,
                10.0 * step,
                100.0 * step,
                6 * 1000 * 100.0 * step,
                "test",
                100,
                loss,
                0.03));
      }
    }
    CurveTable.rows(spark, points).createOrReplaceTempView("curves");
    assertThat(Aggregates.createViews(spark)).hasSize(7);
  }

  @Test
  void lossAtMatchedBudgetsIsInterpolatedInLogX() {
    // Budget 10^(12/8) = 31.6 lies between D = 20 and D = 40.
    Row row = spark.sql("SELECT * FROM loss_at_data WHERE abs(budget - 31.6227766) < 1e-3").first();
    double doublings = Math.log(Math.pow(10, 1.5) / 10) / Math.log(2);

    assertThat(row.<Long>getAs("runs")).isEqualTo(2);
    assertThat(row.<Double>getAs("loss")).isCloseTo(0.9 - 0.1 * doublings - 0.03, within(1e-9));
    assertThat(row.<Double>getAs("loss_sd")).isCloseTo(0.02 / Math.sqrt(2), within(1e-9));
    assertThat(spark.sql("SELECT max(budget) FROM loss_at_data").first().getDouble(0))
        .as("no budget beyond the last evaluation")
        .isLessThan(80);
    assertThat(spark.sql("SELECT count(*) FROM loss_at_compute").first().getLong(0)).isPositive();
  }

  @Test
  void eachDoublingBuysATenth() {
    List<Row> rows =
        spark.sql("SELECT * FROM return_per_doubling ORDER BY doubling").collectAsList();

    assertThat(rows).hasSize(3);
    Row last = rows.get(2);
    assertThat(last.<Double>getAs("from_data")).isEqualTo(40);
    assertThat(last.<Double>getAs("to_loss")).isCloseTo(0.9 - 0.3 - 0.03, within(1e-9));
    double first = 1 - (0.58 / 0.68);
    double second = 1 - (0.56 / 0.66);
    assertThat(last.<Double>getAs("reduction")).isCloseTo((first + second) / 2, within(1e-9));
  }

  @Test
  void costToTargetIsTheFirstCrossing() {
    Row row =
        spark.sql("SELECT * FROM cost_to_target WHERE run_id = 's1' AND target = 0.7").first();

    assertThat(row.<Integer>getAs("step")).isEqualTo(4);
    assertThat(row.<Double>getAs("data")).isEqualTo(40);
    assertThat(row.<Double>getAs("tokens")).isEqualTo(400);
    assertThat(spark.sql("SELECT * FROM cost_to_target WHERE target < 0.5").count()).isZero();
  }

  @Test
  void lastLossByBenchmark() {
    Row row = spark.sql("SELECT * FROM loss_by_benchmark").first();

    assertThat(row.<Double>getAs("first_loss")).isCloseTo(0.95, within(1e-12));
    assertThat(row.<Double>getAs("last_loss")).isCloseTo(0.57, within(1e-9));
    assertThat(row.<Double>getAs("last_se")).isCloseTo(0.03 / Math.sqrt(2), within(1e-9));
  }

  /** A model that answers everything leaves no loss, of which no share can go away. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPerfectScoreBreaksNoViewUnderAnsiRulesOrWithout(boolean ansi) {
    spark = TestSpark.fresh();
    spark.conf().set("spark.sql.ansi.enabled", ansi);
    List<CurvePoint> points = new ArrayList<>();
    for (int step : new int[] {0, 1, 2, 4}) {
      double loss = step < 2 ? 0.5 : 0;
      points.add(
          new CurvePoint(
              "p",
              "toy",
              "base",
              1000,
              1,
              1,
              8,
              step,
              10.0 * step,
              100.0 * step,
              6e5 * step,
              "test",
              100,
              loss,
              0.03));
    }
    CurveTable.rows(spark, points).createOrReplaceTempView("curves");
    for (String view : Aggregates.createViews(spark)) {
      assertThat(spark.sql("SELECT * FROM " + view).collectAsList()).as(view).isNotEmpty();
    }
    assertThat(
            spark
                .sql("SELECT reduction FROM return_per_doubling ORDER BY doubling")
                .collectAsList()
                .stream()
                .map(row -> row.get(0)))
        .containsExactly(1.0, null);
  }
}
