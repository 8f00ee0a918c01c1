package io.gradus.files.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Type of a column. Items of lists, and keys and values of maps, are never null.
 *
 * <p>The Java type of a value is that of {@link Plain}, a {@code List}, a {@code Map}, or for a
 * {@link Struct} whatever its columns take their values from.
 */
public sealed interface ColumnType {

  /** A type without parts. */
  enum Plain implements ColumnType {
    /** {@code String}. */
    STRING("string", "string"),
    /** {@code Integer}. */
    INT("integer", "int"),
    /** {@code Long}. */
    LONG("long", "bigint"),
    /** {@code Float}. */
    FLOAT("float", "float"),
    /** {@code Double}. */
    DOUBLE("double", "double"),
    /** {@code Boolean}. */
    BOOLEAN("boolean", "boolean"),
    /** {@code java.time.Instant}, kept to the microsecond. */
    TIMESTAMP("timestamp", "timestamp");

    private final String json;
    private final String sql;

    Plain(String json, String sql) {
      this.json = json;
      this.sql = sql;
    }

    @Override
    public String sql() {
      return sql;
    }

    @Override
    public Object json() {
      return json;
    }
  }

  /**
   * A list.
   *
   * @param item type of its items
   */
  record ListOf(ColumnType item) implements ColumnType {
    @Override
    public String sql() {
      return "array<%s>".formatted(item.sql());
    }

    @Override
    public Object json() {
      return ordered("type", "array", "elementType", item.json(), "containsNull", false);
    }
  }

  /**
   * A map.
   *
   * @param key type of its keys
   * @param value type of its values
   */
  record MapOf(ColumnType key, ColumnType value) implements ColumnType {
    @Override
    public String sql() {
      return "map<%s,%s>".formatted(key.sql(), value.sql());
    }

    @Override
    public Object json() {
      return ordered(
          "type",
          "map",
          "keyType",
          key.json(),
          "valueType",
          value.json(),
          "valueContainsNull",
          false);
    }
  }

  /**
   * A record within a row.
   *
   * @param columns its fields, each with its meaning
   * @param <T> what the fields' values are taken from
   */
  record Struct<T>(List<Column<T>> columns) implements ColumnType {
    /** Copies the list. */
    public Struct {
      columns = List.copyOf(columns);
    }

    @Override
    public String sql() {
      return columns.stream()
          .map(c -> c.name() + ":" + c.type().sql())
          .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    public Object json() {
      List<Object> fields = new ArrayList<>();
      for (Column<T> c : columns) {
        fields.add(
            ordered(
                "name",
                c.name(),
                "type",
                c.type().json(),
                "nullable",
                c.nullable(),
                "metadata",
                Map.of("comment", c.doc())));
      }
      return ordered("type", "struct", "fields", fields);
    }
  }

  /** The type as Spark SQL's {@code DESCRIBE} prints it. */
  String sql();

  /** The type as it stands in Spark's JSON of a schema: a text, or a map. */
  Object json();

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
