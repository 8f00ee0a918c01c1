package io.gradus.jobs.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.gradus.training.model.TensorEngine;

/** How fast libtorch multiplies large float32 matrices. */
final class ProductLimit {
  private static final int SIZE = 2048;
  private static final int REPEATS = 10;

  private ProductLimit() {}

  /** The best of ten products of 2,048 × 2,048 matrices, in GFLOP/s. */
  static double measure(int threads) {
    double best = 0;
    try (NDManager manager = TensorEngine.get().newBaseManager()) {
      JniUtils.setNumThreads(threads);
      Shape shape = new Shape(SIZE, SIZE);
      NDArray a = manager.randomUniform(0, 1, shape, DataType.FLOAT32);
      NDArray b = manager.randomUniform(0, 1, shape, DataType.FLOAT32);
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        a.matMul(b).close();
        best = Math.max(best, 2.0 * SIZE * SIZE * SIZE / (System.nanoTime() - start));
      }
    }
    return best;
  }
}
