package io.gradus.analysis.curves;

import static io.gradus.analysis.curves.TableRows.orNull;
import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.LONG;
import static io.gradus.files.table.ColumnType.Plain.STRING;

import io.gradus.analysis.output.StagedFolder;
import io.gradus.files.table.Column;
import io.gradus.files.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The table {@code curves}: its columns, and the way between its rows and {@link CurvePoint}s.
 *
 * <p>A row is one point of one run's test loss on one benchmark. What is unknown is null in the
 * table and NaN in a {@link CurvePoint}.
 */
public final class CurveTable {
  /** The columns in order, each with its meaning. */
  public static final Table<CurvePoint> TABLE =
      Table.of(
          "curves",
          "Points of test loss: what `curves import` makes, and `analyze` of a store.",
          Column.of("run_id", STRING, "Name of the run", CurvePoint::runId),
          Column.of("family", STRING, "Models that differ only in size", CurvePoint::family),
          Column.of("variant", STRING, "base, instruct, or unknown", CurvePoint::variant),
          Column.of("params", DOUBLE, "N: non-embedding parameters", CurvePoint::params),
          Column.of("seed", LONG, "Seed of the run", CurvePoint::seed),
          Column.of("tau", INT, "Reuse: how often each problem is trained on", CurvePoint::tau),
          Column.of("group_size", INT, "Rollouts per prompt", CurvePoint::groupSize),
          Column.of("step", INT, "Optimisation steps done; 0: initial model", CurvePoint::step),
          Column.nullable(
              "data", DOUBLE, "D: prompts consumed so far; null: unknown", p -> orNull(p.data())),
          Column.nullable(
              "tokens",
              DOUBLE,
              "T: tokens trained on so far; null: unknown",
              p -> orNull(p.tokens())),
          Column.nullable(
              "compute", DOUBLE, "C = 6·N·T so far, FLOP; null: unknown", p -> orNull(p.compute())),
          Column.of("benchmark", STRING, "Name of the held-out set", CurvePoint::benchmark),
          Column.of("problems", INT, "Problems in it; 0: unknown", CurvePoint::problems),
          Column.of("loss", DOUBLE, "Test loss L = 1 − pass@1, 0 to 1", CurvePoint::loss),
          Column.nullable(
              "se", DOUBLE, "Standard error of loss; null: unknown", p -> orNull(p.se())));

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
    return TableRows.of(spark, TABLE, points.stream().sorted(ORDER).toList());
  }

  /** The rows as points, sorted by family, variant, size, reuse, group size, seed, run and step. */
  public static List<CurvePoint> points(Dataset<Row> rows) {
    return rows
        .select(TABLE.names().stream().map(rows::col).toArray(org.apache.spark.sql.Column[]::new))
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

  /** Writes the points as a table that appears whole, in place of an older one. */
  public static void replace(SparkSession spark, List<CurvePoint> points, String path) {
    try (StagedFolder folder =
        StagedFolder.begin(spark.sparkContext().hadoopConfiguration(), path)) {
      write(spark, points, folder.path());
      folder.commit();
    }
  }

  /**
   * Checks that nothing but a curve table is lost if one is written here.
   *
   * @throws IllegalArgumentException if there is a file, or a folder that holds anything else
   */
  public static void requireReplaceable(SparkSession spark, String path) {
    try (StagedFolder folder =
        StagedFolder.begin(spark.sparkContext().hadoopConfiguration(), path)) {
      if (!folder.isReplaceable() || !(folder.isEmpty() || isTable(spark, path))) {
        throw new IllegalArgumentException(
            "%s holds something else than a curve table, expected a new folder or a curve table to replace"
                .formatted(path));
      }
    }
  }

  private static boolean isTable(SparkSession spark, String path) {
    try {
      return !read(spark, path).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads a table that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if there is no such table, or a column is missing
   */
  public static List<CurvePoint> read(SparkSession spark, String path) {
    Dataset<Row> rows;
    try {
      rows = spark.read().option("__globPaths__", "false").parquet(path);
    } catch (Exception e) {
      // Scala throws AnalysisException unchecked: no such folder, or no Parquet files in it.
      if (e instanceof AnalysisException) {
        throw new IllegalArgumentException(
            "%s is no curve table (see `curves import`): %s".formatted(path, e.getMessage()), e);
      }
      throw e;
    }
    List<String> found = Arrays.asList(rows.columns());
    for (String column : TABLE.names()) {
      if (!found.contains(column)) {
        throw new IllegalArgumentException(
            "%s is no curve table: column '%s' is missing, found %s (see `curves import`)"
                .formatted(path, column, found));
      }
    }
    return points(rows);
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
}
