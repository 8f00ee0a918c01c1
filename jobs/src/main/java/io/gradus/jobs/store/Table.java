package io.gradus.jobs.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table of the store.
 *
 * @param partitions columns that are folders ({@code name=value}), outermost first; their values
 *     come from the path
 * @param columns columns in the files
 */
public record Table<T>(
    String name, String doc, List<Column<T>> partitions, List<Column<T>> columns) {

  /** Schema of the files; every field carries its column's meaning as its comment. */
  public StructType fileSchema() {
    return schema(columns);
  }

  /** Schema that a reader sees: columns of the files, then the partitions. */
  public StructType schema() {
    List<Column<T>> all = new ArrayList<>(columns);
    all.addAll(partitions);
    return schema(all);
  }

  private static <T> StructType schema(List<Column<T>> columns) {
    return DataTypes.createStructType(
        columns.stream()
            .map(
                c ->
                    new StructField(c.name(), c.type(), c.nullable(), Metadata.empty())
                        .withComment(c.doc()))
            .toList());
  }
}
