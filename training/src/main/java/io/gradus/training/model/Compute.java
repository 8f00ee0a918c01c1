package io.gradus.training.model;

import ai.djl.Device;
import java.io.Serializable;
import java.util.Locale;

/**
 * Where and how programs compute: device, libtorch threads a call, and the type of the
 * transformer's arithmetic.
 *
 * <p>Sums inside a matrix product are split by thread, so results are bit-identical only between
 * calls with the same number of threads; it is set anew before every call, because libtorch keeps
 * it per calling thread.
 *
 * @param device DJL device name, {@code cpu} or {@code gpu0}, {@code gpu1} …
 * @param threads libtorch threads a call, at least 1
 * @param dtype type of activations and of the weights as the transformer sees them; logits, softmax
 *     and losses are float32 always
 */
public record Compute(String device, int threads, ComputeType dtype) implements Serializable {

  /** Arithmetic of the transformer, with PyTorch's ScalarType number. */
  public enum ComputeType {
    FLOAT32(6, 4),
    BFLOAT16(15, 2);

    private final int scalarType;
    private final int bytes;

    ComputeType(int scalarType, int bytes) {
      this.scalarType = scalarType;
      this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
      return bytes;
    }

    int scalarType() {
      return scalarType;
    }

    /** Parses {@code float32} or {@code bfloat16}. */
    public static ComputeType of(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "float32" -> FLOAT32;
        case "bfloat16" -> BFLOAT16;
        default ->
            throw new IllegalArgumentException(
                "Cannot compute in '" + name + "', expected float32 or bfloat16");
      };
    }
  }

  public Compute {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Cannot compute with " + threads + " threads, expected at least 1");
    }
    Device.fromName(device);
  }

  /** The CPU with {@code threads} libtorch threads a call. */
  public static Compute cpu(int threads, ComputeType dtype) {
    return new Compute("cpu", threads, dtype);
  }

  Device djlDevice() {
    return Device.fromName(device);
  }
}
