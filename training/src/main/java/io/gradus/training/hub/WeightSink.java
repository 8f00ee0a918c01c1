package io.gradus.training.hub;

import java.nio.FloatBuffer;

/** Takes float32 numbers piece by piece; the pieces may come from a tensor or a whole model. */
@FunctionalInterface
public interface WeightSink {
  /**
   * Takes one piece. The buffer is reused after the call: copy what is to be kept.
   *
   * @param offset position of the piece's first number, in floats
   * @param chunk the numbers, from its position to its limit
   */
  void accept(long offset, FloatBuffer chunk);

  /** A sink that fills an array, offset 0 being its first element. */
  static WeightSink into(float[] target) {
    return (offset, chunk) -> {
      int length = chunk.remaining();
      chunk.get(target, Math.toIntExact(offset), length);
    };
  }
}
