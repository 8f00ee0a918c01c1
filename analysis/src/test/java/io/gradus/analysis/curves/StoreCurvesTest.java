package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreCurvesTest {
  private SparkSession spark;

  @BeforeEach
  void tables() {
    spark = TestSpark.fresh();
    spark.sql(
        "CREATE TEMPORARY VIEW runs AS SELECT * FROM VALUES ('r', 'toy', 'base', 1000L, 7L, 2, 4)"
            + " AS t(run_id, family, variant, params, seed, tau, group_size)");
    spark.sql(
        "CREATE TEMPORARY VIEW steps AS SELECT * FROM VALUES ('r', 1, 16L, 300L, 1.8e6D, 0.25D,"
            + " 0.9D, 12D, 0D, 0.1D, 0D, 'ok') AS t(run_id, step, data, tokens, compute, reward_mean,"
            + " entropy, completion_mean, truncated, kl, groups_without_signal, status)");
  }

  @Test
  void lossAndErrorOfOneAnswerEach() {
    spark.sql(
        "CREATE TEMPORARY VIEW evaluations AS SELECT * FROM VALUES"
            + " ('r', 0, 'test', 'p1', 0, false), ('r', 0, 'test', 'p2', 0, false),"
            + " ('r', 1, 'test', 'p1', 0, true), ('r', 1, 'test', 'p2', 0, false),"
            + " ('r', 1, 'test', 'p3', 0, false), ('r', 1, 'test', 'p4', 0, false)"
            + " AS t(run_id, step, benchmark, problem_id, sample, correct)");
    List<CurvePoint> points = StoreCurves.read(spark);

    double allWrong = 2.5 / 3;
    assertThat(points)
        .first()
        .satisfies(
            p -> {
              assertThat(p.loss()).isEqualTo(1);
              assertThat(p.compute()).isZero();
              assertThat(p.se()).isCloseTo(Math.sqrt(allWrong * (1 - allWrong) / 2), within(1e-12));
            });
    assertThat(points.get(1).loss()).isCloseTo(0.75, within(1e-12));
    assertThat(points.get(1).problems()).isEqualTo(4);
    assertThat(points.get(1).data()).isEqualTo(16);
    assertThat(points.get(1).tokens()).isEqualTo(300);
    assertThat(points.get(1).compute()).isEqualTo(1.8e6);
    assertThat(points.get(1).tau()).isEqualTo(2);
    assertThat(points.get(1).se()).isCloseTo(Math.sqrt(0.7 * 0.3 / 4), within(1e-12));
  }

  @Test
  void answersAreNumberedByProblemAndAveragedOverSamples() {
    spark.sql(
        "CREATE TEMPORARY VIEW evaluations AS SELECT * FROM VALUES ('r', 1, 'test', 'p3', 0, true),"
            + " ('r', 1, 'test', 'p1', 0, true), ('r', 1, 'test', 'p1', 1, false), ('r', 0, 'test',"
            + " 'p2', 0, false), ('r', 0, 'test', 'p1', 0, false), ('r', 1, 'other', 'p9', 0, true)"
            + " AS t(run_id, step, benchmark, problem_id, sample, correct)");
    List<Row> rows =
        spark
            .sql(SqlResource.load("problem_outcomes") + " ORDER BY benchmark, step")
            .collectAsList();

    assertThat(rows.get(0).getList(3)).as("of benchmark other").containsExactly(0);
    assertThat(rows.get(1).getList(3)).as("p1 and p2 of three").containsExactly(0, 1);
    assertThat(rows.get(2).getList(3)).as("p1 and p3").containsExactly(0, 2);
    assertThat(rows.get(2).getList(4)).containsExactly(0.5, 1.0);
    assertThat(StoreCurves.outcomes(spark)).isNotNull();
  }

  @Test
  void severalAnswersToAProblemAreOneCluster() {
    spark.sql(
        "CREATE TEMPORARY VIEW evaluations AS SELECT * FROM VALUES"
            + " ('r', 1, 'test', 'p1', 0, true), ('r', 1, 'test', 'p1', 1, true),"
            + " ('r', 1, 'test', 'p2', 0, true), ('r', 1, 'test', 'p2', 1, false),"
            + " ('r', 1, 'test', 'p3', 0, false), ('r', 1, 'test', 'p3', 1, false)"
            + " AS t(run_id, step, benchmark, problem_id, sample, correct)");
    CurvePoint point = StoreCurves.read(spark).get(0);

    assertThat(point.problems()).isEqualTo(3);
    assertThat(point.loss()).isCloseTo(0.5, within(1e-12));
    // Scores 1, 0.5, 0: variance 0.25 over 3 problems.
    assertThat(point.se()).isCloseTo(Math.sqrt(0.25 / 3), within(1e-9));
  }

  @Test
  void trainingRewardBesideTestAccuracy() {
    spark.sql(
        "CREATE TEMPORARY VIEW evaluations AS SELECT * FROM VALUES"
            + " ('r', 1, 'test', 'p1', 0, true), ('r', 1, 'test', 'p2', 0, false)"
            + " AS t(run_id, step, benchmark, problem_id, sample, correct)");
    CurveTable.rows(spark, StoreCurves.read(spark)).createOrReplaceTempView("curves");

    assertThat(Aggregates.createViews(spark)).contains("training_by_group", "train_test_gap");
    assertThat(spark.sql("SELECT gap FROM train_test_gap").first().getDouble(0))
        .isCloseTo(0.25 - 0.5, within(1e-12));
    assertThat(spark.sql("SELECT entropy FROM training_by_group").first().getDouble(0))
        .isEqualTo(0.9);
  }

  @Test
  void missingTableIsNamed() {
    assertThatThrownBy(() -> StoreCurves.read(spark))
        .hasMessage(
            "Table 'evaluations' is missing: curves of a store need runs, steps and evaluations");
  }
}
