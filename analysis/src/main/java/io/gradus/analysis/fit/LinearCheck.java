package io.gradus.analysis.fit;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The log-linear law of single sizes by MLlib's ordinary least squares of log10 L over log10 X: an
 * independent, unweighted cross-check of the robust fits. Points with X = 0 or a loss of 0 are left
 * out, as plain logarithms demand.
 */
public final class LinearCheck {
  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            new StructField("features", new VectorUDT(), false, Metadata.empty()),
            new StructField("label", DataTypes.DoubleType, false, Metadata.empty())
          });

  private LinearCheck() {}

  /**
   * A line: log10 L = −k log10 X + E.
   *
   * @param params the size
   * @param k learning efficiency
   * @param intercept E
   * @param r2 share of variance explained
   * @param points number of points
   */
  public record Line(double params, double k, double intercept, double r2, int points) {}

  /** A line for every size with at least three points, by ascending size. */
  public static List<Line> run(SparkSession spark, List<CurvePoint> points, Axis axis) {
    Map<Double, List<Row>> rows = new TreeMap<>();
    for (CurvePoint point : points) {
      double x = axis.of(point);
      if (x > 0 && point.loss() > 0) {
        rows.computeIfAbsent(point.params(), k -> new ArrayList<>())
            .add(
                RowFactory.create(
                    Vectors.dense(new double[] {Math.log10(x)}), Math.log10(point.loss())));
      }
    }
    List<Line> lines = new ArrayList<>();
    rows.forEach(
        (params, list) -> {
          if (list.size() > 2) {
            lines.add(line(spark, params, list));
          }
        });
    return lines;
  }

  private static Line line(SparkSession spark, double params, List<Row> rows) {
    Dataset<Row> table = spark.createDataFrame(rows, SCHEMA);
    LinearRegressionModel model = new LinearRegression().setSolver("normal").fit(table);
    return new Line(
        params,
        -model.coefficients().apply(0),
        model.intercept(),
        model.summary().r2(),
        rows.size());
  }
}
