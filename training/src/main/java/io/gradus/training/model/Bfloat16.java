package io.gradus.training.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.util.cuda.CudaUtils;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Program.Mode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Whether a device multiplies bfloat16 matrices faster than float32 ones. */
public final class Bfloat16 {
  /** Rows, inner length and columns of the product that decides. */
  private static final long[] SIZES = {256, 1024, 1024};

  private static final int ROUNDS = 5;

  /** Devices with instructions for it are several times as fast: far from this. */
  private static final double WORTHWHILE = 1.25;

  /** Narrower models spend their time elsewhere than in products. */
  static final int LEAST_WIDTH = 128;

  private static final int CUDA_CAPABILITY = 80;

  private Bfloat16() {}

  /**
   * The faster type for a model on a device: bfloat16 where the device says that it has
   * instructions for it and a product confirms it, else float32.
   *
   * @param where device and threads; its type does not matter
   * @param width of the model, its hidden size; narrow ones compute in float32 everywhere
   */
  public static ComputeType choose(Compute where, int width) {
    return choose(width, isNative(where.djlDevice()), () -> speedup(where));
  }

  /** The same of what is known of a device; {@code speedup} is asked only where it decides. */
  static ComputeType choose(int width, boolean isNative, DoubleSupplier speedup) {
    boolean faster = width >= LEAST_WIDTH && isNative && speedup.getAsDouble() >= WORTHWHILE;
    return faster ? ComputeType.BFLOAT16 : ComputeType.FLOAT32;
  }

  /**
   * What computing in bfloat16 costs on a device that has no instructions for it, as the rest of a
   * sentence about the setting; empty where it has.
   */
  public static Optional<String> caution(Compute where) {
    if (where.dtype() != ComputeType.BFLOAT16 || isNative(where.djlDevice())) {
      return Optional.empty();
    }
    String device =
        where.djlDevice().equals(Device.cpu())
            ? "this processor has neither avx512_bf16 nor amx_bf16"
            : "this GPU's compute capability is below 8.0";
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s: a product takes %.1f times as long as in float32; auto would take float32",
            device,
            1 / speedup(where)));
  }

  /** Whether the device says that it multiplies bfloat16 with instructions of its own. */
  static boolean isNative(Device device) {
    if (device.equals(Device.cpu())) {
      return Processor.present().hasBfloat16();
    }
    // Without CUDA's own library nothing is known of the GPU, and the product alone decides.
    return !CudaUtils.hasCuda()
        || Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId()))
            >= CUDA_CAPABILITY;
  }

  /** How many times as fast a bfloat16 product is as a float32 one, by the best of a few rounds. */
  static double speedup(Compute where) {
    try (NDManager manager = Program.newManager(where)) {
      Pair float32 = Pair.of(manager, where, ComputeType.FLOAT32);
      Pair bfloat16 = Pair.of(manager, where, ComputeType.BFLOAT16);
      long slow = Long.MAX_VALUE;
      long fast = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        slow = Math.min(slow, float32.nanos(manager, where));
        fast = Math.min(fast, bfloat16.nanos(manager, where));
      }
      return (double) slow / fast;
    }
  }

  /** Matrices of one type, which only programs look at. */
  private record Pair(NDArray a, NDArray b) {
    static Pair of(NDManager manager, Compute where, ComputeType type) {
      return new Pair(
          operand(manager, where, SIZES[0], type), operand(manager, where, SIZES[2], type));
    }

    private static NDArray operand(NDManager manager, Compute where, long rows, ComputeType type) {
      NDArray sizes = manager.create(new long[] {rows, SIZES[1], type.scalarType()});
      return Program.speed().run(manager, where, Mode.INFERENCE, "operand", sizes).get(0);
    }

    long nanos(NDManager manager, Compute where) {
      try (NDManager scope = manager.newSubManager()) {
        long begin = System.nanoTime();
        Program.speed().run(scope, where, Mode.INFERENCE, "product", a, b).get(0).getFloat();
        return System.nanoTime() - begin;
      }
    }
  }
}
