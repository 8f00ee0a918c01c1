package io.gradus.jobs.store;

import java.util.function.Function;
import org.apache.spark.sql.types.DataType;

/**
 * One column of a table: its name, type and meaning, and where a row has its value.
 *
 * @param value the column's value in a row; {@code null} only if {@code nullable}
 */
public record Column<T>(
    String name, DataType type, boolean nullable, String doc, Function<T, Object> value) {

  static <T> Column<T> of(String name, DataType type, String doc, Function<T, Object> value) {
    return new Column<>(name, type, false, doc, value);
  }

  static <T> Column<T> nullable(String name, DataType type, String doc, Function<T, Object> value) {
    return new Column<>(name, type, true, doc, value);
  }
}
