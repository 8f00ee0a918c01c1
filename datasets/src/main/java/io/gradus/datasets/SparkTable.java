package io.gradus.datasets;

import io.gradus.files.table.ColumnType;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.ColumnType.Struct;
import io.gradus.files.table.Table;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** A {@link Table} in Spark's types. */
public final class SparkTable {
  private SparkTable() {}

  /** The columns that a reader sees, partitions last, each with its meaning as comment. */
  public static StructType schema(Table<?> table) {
    return (StructType) DataType.fromJson(table.schemaJson());
  }

  /** The columns in the files, each with its meaning as comment. */
  public static StructType fileSchema(Table<?> table) {
    return (StructType) DataType.fromJson(table.fileSchemaJson());
  }

  /**
   * A row of {@link #schema}, its values as Spark's encoder of rows expects them.
   *
   * @throws IllegalArgumentException if a value is null that must not be
   */
  public static <T> Row row(Table<T> table, T from) {
    Object[] values = table.values(from);
    for (int i = 0; i < values.length; i++) {
      values[i] = value(table.all().get(i).type(), values[i]);
    }
    return RowFactory.create(values);
  }

  private static Object value(ColumnType type, Object value) {
    if (value instanceof List<?> items && type instanceof ListOf list) {
      return items.stream().map(item -> value(list.item(), item)).toArray();
    } else if (value instanceof Map<?, ?> map) {
      return JavaConverters.mapAsScalaMap(map);
    } else if (type instanceof Struct<?> struct) {
      return struct(struct, value);
    }
    return value;
  }

  /** The struct of a column takes its fields from the values of that column. */
  @SuppressWarnings("unchecked")
  private static <S> Row struct(Struct<S> struct, Object from) {
    return RowFactory.create(
        struct.columns().stream()
            .map(column -> value(column.type(), column.value().apply((S) from)))
            .toArray());
  }
}
