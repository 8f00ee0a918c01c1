package io.gradus.analysis.curves;

import io.gradus.files.table.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A {@link Table} of the analysis in Spark's types. */
public final class TableRows {
  private TableRows() {}

  /** The columns in order, each with its meaning as comment. */
  public static StructType schema(Table<?> table) {
    return (StructType) DataType.fromJson(table.schemaJson());
  }

  /**
   * The table's rows in the order given, one partition.
   *
   * @throws IllegalArgumentException if a value is null that must not be
   */
  public static <T> Dataset<Row> of(SparkSession spark, Table<T> table, List<T> from) {
    List<Row> rows = from.stream().map(t -> RowFactory.create(table.values(t))).toList();
    return spark.createDataFrame(rows, schema(table)).coalesce(1);
  }

  /** A number, or null for NaN. */
  public static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
