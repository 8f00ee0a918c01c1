package io.gradus.files.table;

import io.gradus.files.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table: the one place that names its columns, says what they mean and makes its rows.
 *
 * @param name its name
 * @param doc what it is, or what a row is
 * @param partitions columns that are folders ({@code name=value}), outermost first; their values
 *     come from the path
 * @param columns columns in the files
 * @param <T> what a row is made from
 */
public record Table<T>(
    String name, String doc, List<Column<T>> partitions, List<Column<T>> columns) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if two columns have the same name
   */
  public Table {
    partitions = List.copyOf(partitions);
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column<T> column : joined(columns, partitions)) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "Table %s: two columns are called %s".formatted(name, column.name()));
      }
    }
  }

  /** A table without partitions. */
  @SafeVarargs
  public static <T> Table<T> of(String name, String doc, Column<T>... columns) {
    return new Table<>(name, doc, List.of(), Arrays.asList(columns));
  }

  /** The columns that a reader sees: those in the files, then the partitions. */
  public List<Column<T>> all() {
    return joined(columns, partitions);
  }

  /** The names of {@link #all()}. */
  public List<String> names() {
    return all().stream().map(Column::name).toList();
  }

  /** {@link #all()} as Spark's JSON of a schema; every column's meaning is its comment. */
  public String schemaJson() {
    return Json.canonical(new ColumnType.Struct<>(all()).json());
  }

  /** The columns in the files as Spark's JSON of a schema. */
  public String fileSchemaJson() {
    return Json.canonical(new ColumnType.Struct<>(columns).json());
  }

  /**
   * A row's value in a column of this table.
   *
   * @return {@code null} only if the column may be null
   * @throws IllegalArgumentException if there is no value and there must be one
   */
  public Object value(Column<T> column, T row) {
    Object value = column.value().apply(row);
    if (value == null && !column.nullable()) {
      throw new IllegalArgumentException(
          "Table %s: column %s is null, expected a value.".formatted(name, column.name()));
    }
    return value;
  }

  /** A row's values in the order of {@link #all()}, checked as {@link #value} does. */
  public Object[] values(T row) {
    return all().stream().map(column -> value(column, row)).toArray();
  }

  private static <T> List<Column<T>> joined(List<Column<T>> first, List<Column<T>> second) {
    List<Column<T>> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
