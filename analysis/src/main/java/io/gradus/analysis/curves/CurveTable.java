package io.gradus.analysis.curves;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The table {@code curves}: its columns, and the way between its rows and {@link CurvePoint}s.
 *
 * <p>A row is one point of one run's test loss on one benchmark. What is unknown is null in the
 * table and NaN in a {@link CurvePoint}.
 */
public final class CurveTable {
  private static final List<StructField> FIELDS =
      List.of(
          field("run_id", DataTypes.StringType, false, "Name of the run"),
          field("family", DataTypes.StringType, false, "Models that differ only in size"),
          field("variant", DataTypes.StringType, false, "base, instruct, or unknown"),
          field("params", DataTypes.DoubleType, false, "N: non-embedding parameters"),
          field("seed", DataTypes.LongType, false, "Seed of the run"),
          field("tau", DataTypes.IntegerType, false, "Reuse: how often each problem is trained on"),
          field("group_size", DataTypes.IntegerType, false, "Rollouts per prompt"),
          field("step", DataTypes.IntegerType, false, "Optimisation steps done; 0: initial model"),
          field("data", DataTypes.DoubleType, true, "D: prompts consumed so far; null: unknown"),
          field("tokens", DataTypes.DoubleType, true, "T: tokens trained on so far; null: unknown"),
          field("compute", DataTypes.DoubleType, true, "C = 6·N·T so far, FLOP; null: unknown"),
          field("benchmark", DataTypes.StringType, false, "Name of the held-out set"),
          field("problems", DataTypes.IntegerType, false, "Problems in it; 0: unknown"),
          field("loss", DataTypes.DoubleType, false, "Test loss L = 1 − pass@1, 0 to 1"),
          field("se", DataTypes.DoubleType, true, "Standard error of loss; null: unknown"));

  /** The columns in order; {@code StructField.getComment} says what each means. */
  public static final StructType SCHEMA = new StructType(FIELDS.toArray(new StructField[0]));

  private static final Comparator<CurvePoint> ORDER =
      Comparator.comparing(CurvePoint::family)
          .thenComparing(CurvePoint::variant)
          .thenComparingDouble(CurvePoint::params)
          .thenComparingInt(CurvePoint::tau)
          .thenComparingInt(CurvePoint::groupSize)
          .thenComparingLong(CurvePoint::seed)
          .thenComparing(CurvePoint::runId)
          .thenComparing(CurvePoint::benchmark)
          .thenComparingInt(CurvePoint::step);

  private CurveTable() {}

  /** The points as rows, one partition, in the table's order. */
  public static Dataset<Row> rows(SparkSession spark, List<CurvePoint> points) {
    return spark
        .createDataFrame(points.stream().sorted(ORDER).map(CurveTable::row).toList(), SCHEMA)
        .coalesce(1);
  }

  /** The rows as points, sorted by family, variant, size, reuse, group size, seed, run and step. */
  public static List<CurvePoint> points(Dataset<Row> rows) {
    return rows
        .select(
            Arrays.stream(SCHEMA.fieldNames())
                .map(rows::col)
                .toArray(org.apache.spark.sql.Column[]::new))
        .collectAsList()
        .stream()
        .map(CurveTable::point)
        .sorted(ORDER)
        .toList();
  }

  /** Writes the points as Parquet, in place of what was there. */
  public static void write(SparkSession spark, List<CurvePoint> points, String path) {
    rows(spark, points).write().mode(SaveMode.Overwrite).parquet(path);
  }

  /**
   * Reads a table that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if there is no such table, or a column is missing
   */
  public static List<CurvePoint> read(SparkSession spark, String path) {
    Dataset<Row> rows;
    try {
      rows = spark.read().parquet(path);
    } catch (Exception e) {
      // Scala throws AnalysisException unchecked: no such folder, or no Parquet files in it.
      if (e instanceof AnalysisException) {
        throw new IllegalArgumentException(
            "%s is no curve table (see `curves import`): %s".formatted(path, e.getMessage()), e);
      }
      throw e;
    }
    List<String> found = Arrays.asList(rows.columns());
    for (String column : SCHEMA.fieldNames()) {
      if (!found.contains(column)) {
        throw new IllegalArgumentException(
            "%s is no curve table: column '%s' is missing, found %s (see `curves import`)"
                .formatted(path, column, found));
      }
    }
    return points(rows);
  }

  static Row row(CurvePoint p) {
    return RowFactory.create(
        p.runId(),
        p.family(),
        p.variant(),
        p.params(),
        p.seed(),
        p.tau(),
        p.groupSize(),
        p.step(),
        orNull(p.data()),
        orNull(p.tokens()),
        orNull(p.compute()),
        p.benchmark(),
        p.problems(),
        p.loss(),
        orNull(p.se()));
  }

  static CurvePoint point(Row row) {
    return new CurvePoint(
        row.getAs("run_id"),
        row.getAs("family"),
        row.getAs("variant"),
        number(row, "params"),
        row.<Number>getAs("seed").longValue(),
        row.<Number>getAs("tau").intValue(),
        row.<Number>getAs("group_size").intValue(),
        row.<Number>getAs("step").intValue(),
        number(row, "data"),
        number(row, "tokens"),
        number(row, "compute"),
        row.getAs("benchmark"),
        row.<Number>getAs("problems").intValue(),
        number(row, "loss"),
        number(row, "se"));
  }

  private static double number(Row row, String column) {
    Number value = row.getAs(column);
    return value == null ? Double.NaN : value.doubleValue();
  }

  private static Object orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static StructField field(String name, DataType type, boolean nullable, String comment) {
    return new StructField(name, type, nullable, Metadata.empty()).withComment(comment);
  }
}
