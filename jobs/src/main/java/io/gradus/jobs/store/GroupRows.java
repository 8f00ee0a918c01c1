package io.gradus.jobs.store;

import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.ColumnType.MapOf;
import io.gradus.files.table.ColumnType.Plain;
import io.gradus.files.table.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Rows of a table read back from its files without Spark, to be written again: the same rows give
 * the same bytes as when they were first written together.
 */
final class GroupRows {
  private GroupRows() {}

  /** The rows of one file, in their order. */
  static List<Group> read(StoreFiles files, String name) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), files.path(name))
            .withConf(files.configuration())
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** A table whose rows are made from rows that were read back. */
  static Table<Group> table(Table<?> table) {
    return new Table<>(
        table.name(),
        table.doc(),
        List.of(),
        table.columns().stream().map(c -> column(c)).toList());
  }

  private static Column<Group> column(Column<?> column) {
    return new Column<>(
        column.name(),
        column.type(),
        column.nullable(),
        column.doc(),
        row -> value(row, column.name(), column.type()));
  }

  /** Null where the file has no such column or the row has no value in it. */
  private static Object value(Group row, String name, ColumnType type) {
    if (!row.getType().containsField(name) || row.getFieldRepetitionCount(name) == 0) {
      return null;
    }
    if (type instanceof Plain plain) {
      return plain(row, name, plain);
    }
    if (type instanceof ListOf list) {
      Group items = row.getGroup(name, 0);
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < items.getFieldRepetitionCount("list"); i++) {
        values.add(value(items.getGroup("list", i), "element", list.item()));
      }
      return values;
    }
    if (type instanceof MapOf map) {
      Group entries = row.getGroup(name, 0);
      Map<Object, Object> values = new TreeMap<>();
      for (int i = 0; i < entries.getFieldRepetitionCount("key_value"); i++) {
        Group entry = entries.getGroup("key_value", i);
        values.put(value(entry, "key", map.key()), value(entry, "value", map.value()));
      }
      return values;
    }
    throw new IllegalArgumentException("column %s: %s is not read back".formatted(name, type));
  }

  private static Object plain(Group row, String name, Plain type) {
    return switch (type) {
      case STRING -> row.getString(name, 0);
      case INT -> row.getInteger(name, 0);
      case LONG -> row.getLong(name, 0);
      case FLOAT -> row.getFloat(name, 0);
      case DOUBLE -> row.getDouble(name, 0);
      case BOOLEAN -> row.getBoolean(name, 0);
      case TIMESTAMP -> Instant.EPOCH.plusNanos(Math.multiplyExact(row.getLong(name, 0), 1000L));
    };
  }
}
