package io.gradus.training.hub;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Memory outside the heap that tensors of a file pass through, piece by piece: a piece as it is
 * stored and, where that is not float32, the same as float32.
 *
 * <p>A file has one for all its tensors. Such memory is only freed when the heap's collector runs,
 * which a heap with little in it may not do for long; a buffer a tensor would pile up.
 */
final class PieceBuffers {
  /** Most numbers in one piece: 4 MiB of float32. */
  private static final int CHUNK = 1 << 20;

  private final int capacity;
  private final ByteBuffer stored;
  private ByteBuffer widened = ByteBuffer.allocate(0);

  /** Buffers for tensors of which the longest has {@code longest} numbers. */
  PieceBuffers(long longest) {
    capacity = (int) Math.min(CHUNK, longest);
    stored = littleEndian(Math.max(2, capacity)); // at least one number of eight bytes
  }

  /** Numbers in a piece of a tensor. */
  int capacity(long length, WeightType type) {
    int fitting = Math.min(capacity, stored.capacity() / type.bytes());
    return (int) Math.min(fitting, length);
  }

  /** A piece as it is stored. */
  ByteBuffer stored() {
    return stored;
  }

  /** The piece as float32: the same memory, if it is stored so. */
  FloatBuffer floats(WeightType type) {
    if (type.bytes() == Float.BYTES) {
      return stored.clear().asFloatBuffer();
    }
    if (widened.capacity() == 0) {
      widened = littleEndian(capacity);
    }
    return widened.clear().asFloatBuffer();
  }

  private static ByteBuffer littleEndian(int numbers) {
    return ByteBuffer.allocateDirect(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
