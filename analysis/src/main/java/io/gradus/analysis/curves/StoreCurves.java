package io.gradus.analysis.curves;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Curves from a run store's tables, by Spark SQL ({@code sql/store_curves.sql}), and the answers to
 * single test problems behind them ({@code sql/problem_outcomes.sql}).
 */
public final class StoreCurves {
  private static final String SQL = SqlResource.load("store_curves");
  private static final String OUTCOMES = SqlResource.load("problem_outcomes");
  private static final int FEWEST_PROBLEMS = 2;

  private StoreCurves() {}

  /**
   * The points of all runs, from the temporary views {@code runs}, {@code steps} and {@code
   * evaluations}, which must show committed steps only.
   *
   * @throws IllegalArgumentException if a view is missing or holds no evaluations
   */
  public static List<CurvePoint> read(SparkSession spark) {
    requireTables(spark);
    List<CurvePoint> points = CurveTable.points(spark.sql(SQL));
    if (points.isEmpty()) {
      throw new IllegalArgumentException("The store holds no evaluations, so there are no curves");
    }
    return points;
  }

  /**
   * Makes the curves the temporary view {@code curves}, computed when it is queried.
   *
   * @throws IllegalArgumentException if a view is missing
   */
  public static void createView(SparkSession spark) {
    requireTables(spark);
    spark.sql(SQL).createOrReplaceTempView("curves");
  }

  /** How every test problem was answered, from the view {@code evaluations}. */
  public static ProblemOutcomes outcomes(SparkSession spark) {
    ProblemOutcomes outcomes = new ProblemOutcomes();
    Iterator<Row> rows = spark.sql(OUTCOMES).toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      List<Integer> problems = row.getList(row.fieldIndex("problems"));
      List<Double> scores = row.getList(row.fieldIndex("scores"));
      if (problems.size() >= FEWEST_PROBLEMS) {
        float[] right = new float[scores.size()];
        for (int i = 0; i < right.length; i++) {
          right[i] = scores.get(i).floatValue();
        }
        outcomes.put(
            row.getAs("run_id"),
            row.getAs("benchmark"),
            row.<Integer>getAs("step"),
            problems.stream().mapToInt(Integer::intValue).toArray(),
            right);
      }
    }
    return outcomes;
  }

  private static void requireTables(SparkSession spark) {
    for (String view : List.of("runs", "steps", "evaluations")) {
      if (!spark.catalog().tableExists(view)) {
        throw new IllegalArgumentException(
            "Table '%s' is missing: curves of a store need runs, steps and evaluations"
                .formatted(view));
      }
    }
  }
}
