package io.gradus.analysis.curves;

import io.gradus.analysis.CurvePoint;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Curves from a run store's tables, by Spark SQL ({@code sql/store_curves.sql}). */
public final class StoreCurves {
  private static final String SQL = SqlResource.load("store_curves");

  private StoreCurves() {}

  /**
   * The points of all runs, from the temporary views {@code runs}, {@code steps} and {@code
   * evaluations}, which must show committed steps only.
   *
   * @throws IllegalArgumentException if a view is missing or holds no evaluations
   */
  public static List<CurvePoint> read(SparkSession spark) {
    for (String view : List.of("runs", "steps", "evaluations")) {
      if (!spark.catalog().tableExists(view)) {
        throw new IllegalArgumentException(
            "Table '%s' is missing: curves of a store need runs, steps and evaluations"
                .formatted(view));
      }
    }
    List<CurvePoint> points = CurveTable.points(spark.sql(SQL));
    if (points.isEmpty()) {
      throw new IllegalArgumentException("The store holds no evaluations, so there are no curves");
    }
    return points;
  }
}
