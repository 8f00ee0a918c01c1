package io.gradus.files.table;

import java.util.function.Function;

/**
 * One column of a table: its name, type and meaning, and where a row has its value.
 *
 * @param name its name
 * @param type its type
 * @param nullable whether a row may be without a value
 * @param doc what a value means, with its unit
 * @param value takes the column's value from a row; {@code null} only if {@code nullable}
 * @param <T> what a row is made from
 */
public record Column<T>(
    String name, ColumnType type, boolean nullable, String doc, Function<T, Object> value) {

  /**
   * Checks that the column has a name and a meaning.
   *
   * @throws IllegalArgumentException if one of them is blank
   */
  public Column {
    if (name.isBlank() || doc.isBlank()) {
      throw new IllegalArgumentException(
          "Column '%s': '%s', expected a name and a meaning".formatted(name, doc));
    }
  }

  /** A column that every row has a value in. */
  public static <T> Column<T> of(
      String name, ColumnType type, String doc, Function<T, Object> value) {
    return new Column<>(name, type, false, doc, value);
  }

  /** A column that may be null. */
  public static <T> Column<T> nullable(
      String name, ColumnType type, String doc, Function<T, Object> value) {
    return new Column<>(name, type, true, doc, value);
  }
}
