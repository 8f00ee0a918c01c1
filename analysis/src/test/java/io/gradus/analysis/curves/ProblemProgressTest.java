package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ProblemProgressTest {

  /** Four problems, two answers each, after steps 0, 5 and 10. */
  @Test
  void problemsAreSolvedLostOrAtTheBoundary() {
    SparkSession spark = TestSpark.fresh();
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW runs AS SELECT 'a' AS run_id, 'toy' AS family, 'base' AS"
            + " variant, 1000L AS params, 1 AS tau, 4 AS group_size, 1L AS seed");
    // Problem g is gained, l lost, s solved throughout, b sometimes right.
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW evaluations AS SELECT 'a' AS run_id, 'test' AS benchmark,"
            + " step, problem_id, sample, correct FROM VALUES"
            + " (0, 'g', 0, false), (0, 'g', 1, false), (5, 'g', 0, true), (5, 'g', 1, true),"
            + " (10, 'g', 0, true), (10, 'g', 1, true),"
            + " (0, 'l', 0, true), (0, 'l', 1, true), (5, 'l', 0, false), (5, 'l', 1, false),"
            + " (10, 'l', 0, false), (10, 'l', 1, false),"
            + " (0, 's', 0, true), (0, 's', 1, true), (5, 's', 0, true), (5, 's', 1, true),"
            + " (10, 's', 0, true), (10, 's', 1, true),"
            + " (0, 'b', 0, true), (0, 'b', 1, false), (5, 'b', 0, false), (5, 'b', 1, false),"
            + " (10, 'b', 0, false), (10, 'b', 1, true)"
            + " AS e(step, problem_id, sample, correct)");
    spark.sql(Aggregates.sql("problem_progress"));

    List<Row> rows = spark.sql("SELECT * FROM problem_progress ORDER BY step").collectAsList();

    assertThat(rows).hasSize(3);
    // The first evaluation has none before it.
    isCounted(rows.get(0), 0, 2, 1, 1, 0, 0);
    // Between two evaluations g and l are at the boundary, and b is, for it was right once before.
    isCounted(rows.get(1), 5, 1, 3, 0, 0, 0);
    isCounted(rows.get(2), 10, 2, 1, 1, 1, 1);
    assertThat(rows.get(2).<Double>getAs("params")).isEqualTo(1000);
  }

  private static void isCounted(
      Row row, int step, long solved, long boundary, long unsolved, long gained, long lost) {
    assertThat(row.<Integer>getAs("step")).isEqualTo(step);
    assertThat(row.<Long>getAs("problems")).isEqualTo(4);
    assertThat(
            List.of(
                row.<Long>getAs("solved"),
                row.<Long>getAs("boundary"),
                row.<Long>getAs("unsolved"),
                row.<Long>getAs("gained"),
                row.<Long>getAs("lost")))
        .as("step %d", step)
        .containsExactly(solved, boundary, unsolved, gained, lost);
  }
}
