package io.gradus.jobs.store;

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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

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
    Type[] fields =
        table.columns().stream()
            .map(c -> parquetType(c.name(), c.type(), c.nullable()))
            .toArray(Type[]::new);
    return new WriteContext(
        new MessageType("spark_schema", fields), Map.of(SPARK_SCHEMA, table.fileSchema().json()));
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
      Object value = column.value().apply(row);
      if (value != null) {
        field(column.name(), i, column.type(), value);
      } else if (!column.nullable()) {
        throw new IllegalArgumentException(
            "Table %s: column %s is null, expected a value."
                .formatted(table.name(), column.name()));
      }
    }
    out.endMessage();
  }

  private void field(String name, int index, DataType type, Object value) {
    out.startField(name, index);
    value(type, value);
    out.endField(name, index);
  }

  private void value(DataType type, Object value) {
    if (type.equals(DataTypes.StringType)) {
      out.addBinary(Binary.fromString((String) value));
    } else if (type.equals(DataTypes.IntegerType)) {
      out.addInteger((Integer) value);
    } else if (type.equals(DataTypes.LongType)) {
      out.addLong((Long) value);
    } else if (type.equals(DataTypes.FloatType)) {
      out.addFloat((Float) value);
    } else if (type.equals(DataTypes.DoubleType)) {
      out.addDouble((Double) value);
    } else if (type.equals(DataTypes.BooleanType)) {
      out.addBoolean((Boolean) value);
    } else if (type.equals(DataTypes.TimestampType)) {
      Instant instant = (Instant) value;
      out.addLong(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000);
    } else if (type instanceof ArrayType array) {
      list(array, items(value));
    } else if (type instanceof MapType map) {
      map(map, new TreeMap<>(entries(value)));
    } else if (type instanceof StructType struct) {
      struct(struct, (Row) value);
    } else {
      throw unsupported(type);
    }
  }

  /** Rows made by Spark's API have Scala's collections or arrays. */
  private static List<?> items(Object value) {
    if (value instanceof Object[] array) {
      return List.of(array);
    }
    return value instanceof scala.collection.Seq<?> sequence
        ? JavaConverters.seqAsJavaList(sequence)
        : (List<?>) value;
  }

  private static Map<?, ?> entries(Object value) {
    return value instanceof scala.collection.Map<?, ?> map
        ? JavaConverters.mapAsJavaMap(map)
        : (Map<?, ?>) value;
  }

  private void list(ArrayType type, List<?> items) {
    out.startGroup();
    if (!items.isEmpty()) {
      out.startField("list", 0);
      for (Object item : items) {
        out.startGroup();
        field("element", 0, type.elementType(), item);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }

  private void map(MapType type, Map<?, ?> entries) {
    out.startGroup();
    if (!entries.isEmpty()) {
      out.startField("key_value", 0);
      entries.forEach(
          (key, value) -> {
            out.startGroup();
            field("key", 0, type.keyType(), key);
            field("value", 1, type.valueType(), value);
            out.endGroup();
          });
      out.endField("key_value", 0);
    }
    out.endGroup();
  }

  private void struct(StructType type, Row row) {
    out.startGroup();
    for (int i = 0; i < type.length(); i++) {
      if (!row.isNullAt(i)) {
        field(type.apply(i).name(), i, type.apply(i).dataType(), row.get(i));
      }
    }
    out.endGroup();
  }

  private static Type parquetType(String name, DataType type, boolean nullable) {
    Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    if (type instanceof ArrayType array) {
      return Types.list(repetition)
          .element(parquetType("element", array.elementType(), array.containsNull()))
          .named(name);
    }
    if (type instanceof MapType map) {
      return Types.map(repetition)
          .key(parquetType("key", map.keyType(), false))
          .value(parquetType("value", map.valueType(), map.valueContainsNull()))
          .named(name);
    }
    if (type instanceof StructType struct) {
      Types.GroupBuilder<?> group = Types.buildGroup(repetition);
      for (StructField f : struct.fields()) {
        group.addField(parquetType(f.name(), f.dataType(), f.nullable()));
      }
      return (Type) group.named(name);
    }
    if (type.equals(DataTypes.StringType)) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition)
          .as(LogicalTypeAnnotation.stringType())
          .named(name);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Types.primitive(PrimitiveTypeName.INT64, repetition)
          .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
          .named(name);
    }
    return Types.primitive(primitive(type), repetition).named(name);
  }

  private static PrimitiveTypeName primitive(DataType type) {
    if (type.equals(DataTypes.IntegerType)) {
      return PrimitiveTypeName.INT32;
    } else if (type.equals(DataTypes.LongType)) {
      return PrimitiveTypeName.INT64;
    } else if (type.equals(DataTypes.FloatType)) {
      return PrimitiveTypeName.FLOAT;
    } else if (type.equals(DataTypes.DoubleType)) {
      return PrimitiveTypeName.DOUBLE;
    } else if (type.equals(DataTypes.BooleanType)) {
      return PrimitiveTypeName.BOOLEAN;
    }
    throw unsupported(type);
  }

  private static IllegalArgumentException unsupported(DataType type) {
    return new IllegalArgumentException("No Parquet layout for the type " + type.sql());
  }
}
