package io.gradus.analysis.curves;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.IsotonicRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Smooths a curve for the eye: a penalised cubic spline in log X, then monotone regression, so that
 * loss never rises. Never to be used before a fit: it would hide the noise that intervals are made
 * of.
 */
public final class Smoothing {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", new org.apache.spark.ml.linalg.VectorUDT(), false)
          .add("weight", DataTypes.DoubleType, false);

  private Smoothing() {}

  /**
   * Smooths losses over ascending positive X.
   *
   * @param x [n], ascending and positive, n at least 4
   * @param loss [n]
   * @param se [n] standard errors, all positive
   * @return [n] smoothed losses at the same X, not increasing
   */
  public static double[] smooth(SparkSession spark, double[] x, double[] loss, double[] se) {
    double[] logX = Arrays.stream(x).map(Math::log).toArray();
    return monotone(spark, logX, spline(x, loss, se), weights(se));
  }

  /**
   * The spline alone, which lets a loss rise again, as it does when a model overfits.
   *
   * @param x [n], ascending and positive, n at least 4
   * @param loss [n]
   * @param se [n] standard errors, all positive
   * @return [n] smoothed losses at the same X
   */
  public static double[] spline(double[] x, double[] loss, double[] se) {
    if (x.length < 4 || x.length != loss.length || x.length != se.length) {
      throw new IllegalArgumentException(
          "Smoothing needs at least 4 points with loss and se each, found %d x, %d loss, %d se"
              .formatted(x.length, loss.length, se.length));
    }
    return PenalisedSpline.fit(Arrays.stream(x).map(Math::log).toArray(), loss, weights(se));
  }

  private static double[] weights(double[] se) {
    return Arrays.stream(se).map(e -> 1 / (e * e)).toArray();
  }

  private static double[] monotone(
      SparkSession spark, double[] logX, double[] values, double[] weights) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(RowFactory.create(values[i], Vectors.dense(logX[i]), weights[i]));
    }
    Dataset<Row> table = spark.createDataFrame(rows, SCHEMA).coalesce(1);
    return new IsotonicRegression()
            .setIsotonic(false)
            .setWeightCol("weight")
            .fit(table)
            .transform(table)
            .select("prediction")
            .collectAsList()
            .stream()
            .mapToDouble(r -> r.getDouble(0))
            .toArray();
  }
}
