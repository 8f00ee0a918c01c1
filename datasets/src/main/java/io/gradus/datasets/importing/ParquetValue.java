package io.gradus.datasets.importing;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Single values of Parquet as JSON: numbers as numbers, times as ISO 8601 in UTC to the nanosecond,
 * texts as texts, other bytes in Base64. A type that is not known here is written as what it is
 * stored as, so no column can stop the reading of the others.
 */
final class ParquetValue {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
          .toFormatter(java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Julian day of 1970-01-01, from which the days of 96-bit times count. */
  private static final long JULIAN_EPOCH = 2_440_588;

  private ParquetValue() {}

  static void write(JsonGenerator json, Group group, int field, int index)
      throws IOException, RejectedRowException {
    PrimitiveType type = group.getType().getType(field).asPrimitiveType();
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
      case FLOAT -> json.writeNumber(group.getFloat(field, index));
      case DOUBLE -> json.writeNumber(group.getDouble(field, index));
      case INT32 -> integer(json, logical, group.getInteger(field, index), Integer.SIZE);
      case INT64 -> integer(json, logical, group.getLong(field, index), Long.SIZE);
      case INT96 -> json.writeString(time96(group.getInt96(field, index)));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> {
        Binary value = group.getBinary(field, index);
        if (isFloat16(type)) {
          json.writeNumber(float16(value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort()));
        } else {
          bytes(json, logical, value, type.getName());
        }
      }
      default -> throw new IllegalStateException("Parquet type " + type.getPrimitiveTypeName());
    }
  }

  private static boolean isFloat16(PrimitiveType type) {
    boolean marked = type.getId() != null && type.getId().intValue() == NewerFooter.FLOAT16;
    // later libraries know the type
    return marked || "FLOAT16".equals(String.valueOf(type.getLogicalTypeAnnotation()));
  }

  /** A 16-bit float of IEEE 754: a sign, 5 bits of exponent, 10 of fraction. */
  static float float16(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(0x400 + (float) fraction, exponent - 25);
        };
    return bits < 0 ? -size : size;
  }

  private static void integer(
      JsonGenerator json, LogicalTypeAnnotation logical, long value, int bits) throws IOException {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      json.writeNumber(BigDecimal.valueOf(value, decimal.getScale()));
    } else if (logical instanceof DateLogicalTypeAnnotation) {
      json.writeString(LocalDate.ofEpochDay(value).toString());
    } else if (logical instanceof TimestampLogicalTypeAnnotation time) {
      String zone = time.isAdjustedToUTC() ? "Z" : "";
      json.writeString(TIMESTAMP.format(instant(value, time.getUnit())) + zone);
    } else if (logical instanceof TimeLogicalTypeAnnotation time) {
      Instant instant = instant(value, time.getUnit());
      json.writeString(LocalTime.ofInstant(instant, ZoneOffset.UTC).toString());
    } else if (logical instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
      json.writeNumber(
          new BigInteger(
              bits == Long.SIZE
                  ? Long.toUnsignedString(value)
                  : Integer.toUnsignedString((int) value)));
    } else {
      json.writeNumber(value);
    }
  }

  private static Instant instant(long value, TimeUnit unit) {
    ChronoUnit chrono =
        switch (unit) {
          case MILLIS -> ChronoUnit.MILLIS;
          case MICROS -> ChronoUnit.MICROS;
          case NANOS -> ChronoUnit.NANOS;
        };
    return Instant.EPOCH.plus(value, chrono);
  }

  private static String time96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long days = Integer.toUnsignedLong(bytes.getInt(bytes.position() + Long.BYTES));
    Instant day = Instant.EPOCH.plus(days - JULIAN_EPOCH, ChronoUnit.DAYS);
    return TIMESTAMP.format(day.plusNanos(nanos)) + "Z";
  }

  private static void bytes(
      JsonGenerator json, LogicalTypeAnnotation logical, Binary value, String name)
      throws IOException, RejectedRowException {
    byte[] bytes = value.getBytes();
    boolean text =
        logical instanceof StringLogicalTypeAnnotation
            || logical instanceof EnumLogicalTypeAnnotation
            || logical instanceof JsonLogicalTypeAnnotation;
    if (text) {
      json.writeString(
          utf8(bytes).orElseThrow(() -> new RejectedRowException(name + " is no valid UTF-8")));
    } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      json.writeNumber(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
    } else if (logical instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer uuid = ByteBuffer.wrap(bytes);
      json.writeString(new UUID(uuid.getLong(), uuid.getLong()).toString());
    } else {
      // Old writers do not mark texts.
      Optional<String> unmarked = utf8(bytes);
      if (unmarked.isPresent()) {
        json.writeString(unmarked.get());
      } else {
        json.writeBinary(bytes);
      }
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
