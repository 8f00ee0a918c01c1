package io.gradus.jobs.store;

import io.gradus.datasets.SparkTable;
import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.ColumnType.MapOf;
import io.gradus.files.table.ColumnType.Plain;
import io.gradus.files.table.ColumnType.Struct;
import io.gradus.files.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Turns rows of a {@link Table} into Parquet records in the layout that Spark writes (three-level
 * lists and maps), with the schema's JSON in the footer so that Spark reads back comments and
 * nullability. Map entries are written in key order: the same rows give the same bytes.
 */
final class RowWriteSupport<T> extends WriteSupport<T> {
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private final Table<T> table;
  private RecordConsumer out;

  RowWriteSupport(Table<T> table) {
    this.table = table;
  }

  @Override
  public String getName() {
    return "gradus";
  }

  @Override
  public WriteContext init(Configuration configuration) {
    Type[] fields = table.columns().stream().map(RowWriteSupport::parquetType).toArray(Type[]::new);
    return new WriteContext(
        new MessageType("spark_schema", fields),
        Map.of(SPARK_SCHEMA, SparkTable.fileSchema(table).json()));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    out = recordConsumer;
  }

  @Override
  public void write(T row) {
    out.startMessage();
    for (int i = 0; i < table.columns().size(); i++) {
      Column<T> column = table.columns().get(i);
      Object value = table.value(column, row);
      if (value != null) {
        field(column.name(), i, column.type(), value);
      }
    }
    out.endMessage();
  }

  private void field(String name, int index, ColumnType type, Object value) {
    out.startField(name, index);
    value(type, value);
    out.endField(name, index);
  }

  private void value(ColumnType type, Object value) {
    if (type instanceof Plain plain) {
      plain(plain, value);
    } else if (type instanceof ListOf list) {
      list(list, (List<?>) value);
    } else if (type instanceof MapOf map) {
      map(map, new TreeMap<>((Map<?, ?>) value));
    } else {
      struct((Struct<?>) type, value);
    }
  }

  private void plain(Plain type, Object value) {
    switch (type) {
      case STRING -> out.addBinary(Binary.fromString((String) value));
      case INT -> out.addInteger((Integer) value);
      case LONG -> out.addLong((Long) value);
      case FLOAT -> out.addFloat((Float) value);
      case DOUBLE -> out.addDouble((Double) value);
      case BOOLEAN -> out.addBoolean((Boolean) value);
      case TIMESTAMP -> {
        Instant instant = (Instant) value;
        out.addLong(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000);
      }
    }
  }

  private void list(ListOf type, List<?> items) {
    out.startGroup();
    if (!items.isEmpty()) {
      out.startField("list", 0);
      for (Object item : items) {
        out.startGroup();
        field("element", 0, type.item(), item);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }

  private void map(MapOf type, Map<?, ?> entries) {
    out.startGroup();
    if (!entries.isEmpty()) {
      out.startField("key_value", 0);
      entries.forEach(
          (key, value) -> {
            out.startGroup();
            field("key", 0, type.key(), key);
            field("value", 1, type.value(), value);
            out.endGroup();
          });
      out.endField("key_value", 0);
    }
    out.endGroup();
  }

  /** The struct of a column takes its fields from the values of that column. */
  @SuppressWarnings("unchecked")
  private <S> void struct(Struct<S> type, Object from) {
    out.startGroup();
    for (int i = 0; i < type.columns().size(); i++) {
      Column<S> column = type.columns().get(i);
      Object value = column.value().apply((S) from);
      if (value != null) {
        field(column.name(), i, column.type(), value);
      }
    }
    out.endGroup();
  }

  private static Type parquetType(Column<?> column) {
    Repetition repetition = column.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    return parquetType(column.name(), column.type(), repetition);
  }

  private static Type parquetType(String name, ColumnType type, Repetition repetition) {
    if (type instanceof ListOf list) {
      return Types.list(repetition)
          .element(parquetType("element", list.item(), Repetition.REQUIRED))
          .named(name);
    }
    if (type instanceof MapOf map) {
      return Types.map(repetition)
          .key(parquetType("key", map.key(), Repetition.REQUIRED))
          .value(parquetType("value", map.value(), Repetition.REQUIRED))
          .named(name);
    }
    if (type instanceof Struct<?> struct) {
      Types.GroupBuilder<?> group = Types.buildGroup(repetition);
      struct.columns().forEach(column -> group.addField(parquetType(column)));
      return (Type) group.named(name);
    }
    return switch ((Plain) type) {
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case TIMESTAMP ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
              .named(name);
      case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
      case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
      case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
    };
  }
}
