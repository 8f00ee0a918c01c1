package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Memory;
import io.gradus.training.model.Program.Mode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Arrays of all weights in a row: made, and moved to and from Java a chunk at a time. */
final class FlatArrays {
  private FlatArrays() {}

  /** Float32 zeros that can take part in gradients. */
  static NDArray zeros(NDManager manager, Compute compute, long length) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray zeros =
          Program.policy()
              .run(
                  scope,
                  compute, // tensors made in inference mode could never take part in autograd
                  Mode.AUTOGRAD,
                  "zeros",
                  scope.create(0f),
                  scope.create(length))
              .get(0);
      zeros.attach(manager);
      return zeros;
    }
  }

  /** Overwrites numbers from {@code offset} on, rounding them to the array's type. */
  static void write(
      NDManager manager, Compute compute, NDArray target, long offset, FloatBuffer chunk) {
    int length = chunk.remaining();
    // Freed at once, which a direct buffer is not before the heap's collector runs.
    try (Memory memory = new Memory(Math.max(1, (long) Float.BYTES * length));
        NDManager scope = manager.newSubManager()) {
      ByteBuffer bytes = memory.getByteBuffer(0, (long) Float.BYTES * length);
      bytes.asFloatBuffer().put(chunk);
      NDArray values = scope.create(bytes, new Shape(length), DataType.FLOAT32);
      Program.policy()
          .run(scope, compute, Mode.INFERENCE, "copy_in", target, scope.create(offset), values);
    }
  }

  /** Reads numbers from {@code offset} on until the chunk is full. */
  static void read(
      NDManager manager, Compute compute, NDArray source, long offset, FloatBuffer chunk) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray values =
          Program.policy()
              .run(
                  scope,
                  compute,
                  Mode.INFERENCE,
                  "copy_out",
                  source,
                  scope.create(offset),
                  scope.create((long) chunk.remaining()))
              .get(0);
      chunk.put(values.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer());
    }
  }
}
