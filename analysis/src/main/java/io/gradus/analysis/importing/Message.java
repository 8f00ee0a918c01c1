package io.gradus.analysis.importing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A protocol buffer message read field by field: {@link #next} goes to the next field, whose value
 * one of the others then takes; a value that nobody takes is passed over.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  /** The bytes are not such a message. */
  static final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  private final ByteBuffer in;
  private int field;
  private int wireType;
  private boolean pending;

  Message(byte[] data) {
    in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Message(ByteBuffer in) {
    this.in = in;
  }

  /** Goes to the next field; false at the end. */
  boolean next() {
    if (pending) {
      skip();
    }
    if (!in.hasRemaining()) {
      return false;
    }
    long key = readVarint();
    field = (int) (key >>> 3);
    wireType = (int) (key & 7);
    pending = true;
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** Its value as an integer. */
  long varint() {
    take(VARINT);
    return readVarint();
  }

  /** Its value as a float. */
  float fixed32() {
    take(FIXED32);
    require(Float.BYTES);
    return in.getFloat();
  }

  /** Its value as bytes. */
  byte[] bytes() {
    take(LENGTH_DELIMITED);
    byte[] value = new byte[length()];
    in.get(value);
    return value;
  }

  /** Its value as a message. */
  Message message() {
    take(LENGTH_DELIMITED);
    int length = length();
    ByteBuffer slice = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return new Message(slice);
  }

  /** The bytes of numbers of fixed width, whether they are packed or a single one. */
  byte[] packed() {
    if (wireType == LENGTH_DELIMITED) {
      return bytes();
    }
    int width = wireType == FIXED64 ? Long.BYTES : Integer.BYTES;
    take(wireType == FIXED64 ? FIXED64 : FIXED32);
    require(width);
    byte[] value = new byte[width];
    in.get(value);
    return value;
  }

  private void take(int expected) {
    if (wireType != expected) {
      throw new Damaged(
          "field %d has wire type %d, expected %d".formatted(field, wireType, expected));
    }
    pending = false;
  }

  private void skip() {
    pending = false;
    switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(Long.BYTES);
      case LENGTH_DELIMITED -> advance(length());
      case FIXED32 -> advance(Integer.BYTES);
      default -> throw new Damaged("field %d has wire type %d".formatted(field, wireType));
    }
  }

  private void advance(int bytes) {
    require(bytes);
    in.position(in.position() + bytes);
  }

  private int length() {
    long length = readVarint();
    if (length < 0 || length > in.remaining()) {
      throw new Damaged("field %d is longer than its message".formatted(field));
    }
    return (int) length;
  }

  private void require(int bytes) {
    if (in.remaining() < bytes) {
      throw new Damaged("field %d is longer than its message".formatted(field));
    }
  }

  /** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
  private long readVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b;
      try {
        b = in.get();
      } catch (BufferUnderflowException e) {
        throw new Damaged("a number does not end");
      }
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new Damaged("a number is longer than 64 bits");
  }
}
