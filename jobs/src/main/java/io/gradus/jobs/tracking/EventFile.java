package io.gradus.jobs.tracking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event files. A file is a sequence of TFRecords, each an {@code Event} message; the
 * first says which version of the format follows.
 *
 * <p>A record: length as 8 bytes, masked CRC-32C of those, the data, masked CRC-32C of the data;
 * all little-endian (tensorflow/core/lib/io/record_writer.h). Messages are written field by field;
 * their numbers are those of tensorflow/core/util/event.proto and framework/summary.proto.
 */
public final class EventFile {
  private static final String VERSION = "brain.Event:2";

  // Event
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  // Summary
  private static final int VALUE = 1;
  // Summary.Value
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private EventFile() {}

  /**
   * The bytes of a file with these steps' numbers, as float32: one event a step.
   *
   * @param begun when the run began, the time of the event that names the version
   */
  public static byte[] of(Instant begun, List<StepMetrics> steps) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    record(file, message().fixed64(WALL_TIME, seconds(begun)).text(FILE_VERSION, VERSION).bytes());
    steps.forEach(step -> record(file, event(step)));
    return file.toByteArray();
  }

  private static byte[] event(StepMetrics step) {
    Message summary = message();
    step.values()
        .forEach(
            (tag, value) ->
                summary.bytes(
                    VALUE,
                    message().text(TAG, tag).fixed32(SIMPLE_VALUE, value.floatValue()).bytes()));
    return message()
        .fixed64(WALL_TIME, seconds(step.time()))
        .varint(STEP, step.step())
        .bytes(SUMMARY, summary.bytes())
        .bytes();
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  private static void record(ByteArrayOutputStream file, byte[] data) {
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    file.writeBytes(length);
    file.writeBytes(little(Integer.BYTES).putInt(maskedCrc(length)).array());
    file.writeBytes(data);
    file.writeBytes(little(Integer.BYTES).putInt(maskedCrc(data)).array());
  }

  /** CRC-32C, turned and shifted so that a sum of data that has sums in it stays a good one. */
  static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Message message() {
    return new Message();
  }

  /** A protocol buffer message in the making. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message fixed64(int field, double value) {
      key(field, FIXED64);
      out.writeBytes(little(Double.BYTES).putDouble(value).array());
      return this;
    }

    Message fixed32(int field, float value) {
      key(field, FIXED32);
      out.writeBytes(little(Float.BYTES).putFloat(value).array());
      return this;
    }

    Message varint(int field, long value) {
      key(field, VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message bytes(int field, byte[] value) {
      key(field, LENGTH_DELIMITED);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void key(int field, int wireType) {
      varint(((long) field << 3) | wireType);
    }

    /** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
    private void varint(long value) {
      long left = value;
      while (left >>> 7 != 0) {
        out.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}
