package io.gradus.rewards.spark;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Checks of the columns that a stage reads and adds. */
public final class Columns {
  private Columns() {}

  /**
   * Type of a column, or of a field within struct columns, named as in {@code rollout.completion}.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  public static DataType type(StructType schema, String name) {
    DataType type = schema;
    for (String part : name.split("\\.", -1)) {
      if (!(type instanceof StructType fields)
          || !Arrays.asList(fields.fieldNames()).contains(part)) {
        String found =
            type instanceof StructType fields
                ? String.join(", ", fields.fieldNames())
                : "a column of " + type.simpleString();
        throw new IllegalArgumentException("No column " + name + ", found " + found);
      }
      type = fields.apply(part).dataType();
    }
    return type;
  }

  /**
   * Checks that a stage may add a column.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public static void requireAbsent(StructType schema, String name) {
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException("Column " + name + " exists already");
    }
  }
}
