package io.gradus.training.hub;

import java.nio.FloatBuffer;

/** Gives float32 numbers piece by piece: those of one tensor, or a model's whole flat buffer. */
@FunctionalInterface
public interface WeightSource {
  /**
   * Fills the buffer from its position to its limit.
   *
   * @param offset position of the first number asked for, in floats
   */
  void read(long offset, FloatBuffer chunk);

  /** The numbers of an array, offset 0 being its first element. */
  static WeightSource of(float[] values) {
    return (offset, chunk) -> chunk.put(values, Math.toIntExact(offset), chunk.remaining());
  }

  /** The part of this source that begins at the given offset. */
  default WeightSource from(long begin) {
    return (offset, chunk) -> read(begin + offset, chunk);
  }
}
