package io.gradus.analysis.findings;

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
 * Learning efficiency of single sizes by MLlib's ordinary least squares of log10 L over log10 X, an
 * implementation that shares nothing with {@link Efficiency}. Points with X = 0 or a loss of 0 are
 * left out, as plain logarithms demand.
 */
final class LinearCheck {
  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            new StructField("features", new VectorUDT(), false, Metadata.empty()),
            new StructField("label", DataTypes.DoubleType, false, Metadata.empty())
          });

  private LinearCheck() {}

  /**
   * The slope of a line log10 L = −k log10 X + E.
   *
   * @param params the size, in non-embedding parameters
   * @param k learning efficiency
   * @param r2 share of the variance of log loss that the line explains
   */
  record Line(double params, double k, double r2) {}

  /** A line for every size, by ascending size. */
  static List<Line> run(SparkSession spark, List<CurvePoint> points, Axis axis) {
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
    rows.forEach((params, list) -> lines.add(line(spark, params, list)));
    return lines;
  }

  private static Line line(SparkSession spark, double params, List<Row> rows) {
    Dataset<Row> table = spark.createDataFrame(rows, SCHEMA);
    LinearRegressionModel model = new LinearRegression().setSolver("normal").fit(table);
    return new Line(params, -model.coefficients().apply(0), model.summary().r2());
  }
}
