package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Program.Mode;
import java.nio.FloatBuffer;

/**
 * Part of what AdamW works on: float32 master weights and both moments of some parameters, as plain
 * arrays of one length. A gang's members own such parts, so that the whole is nowhere.
 *
 * <p>The arithmetic is that of {@link Learner#step}, on the CPU.
 *
 * @param weights master weights
 * @param first first moments
 * @param second second moments
 */
public record OptimizerSlice(float[] weights, float[] first, float[] second) {
  private static final Compute COMPUTE = Compute.cpu(1, ComputeType.FLOAT32);

  public OptimizerSlice {
    if (first.length != weights.length || second.length != weights.length) {
      throw new IllegalArgumentException(
          "A slice has %d weights, %d first and %d second moments, expected as many of each"
              .formatted(weights.length, first.length, second.length));
    }
  }

  /**
   * The slice after one AdamW step; this one stays as it is.
   *
   * @param gradient of these parameters, before clipping
   * @param norm L2 norm of the gradient of all parameters
   * @param step 1 being the first
   */
  public OptimizerSlice step(float[] gradient, double norm, long step, AdamW settings) {
    if (gradient.length != weights.length) {
      throw new IllegalArgumentException(
          "A gradient of %d numbers does not fit a slice of %d"
              .formatted(gradient.length, weights.length));
    }
    try (NDManager scope = Program.newManager(COMPUTE)) {
      NDArray newWeights = copy(scope, weights);
      NDArray newFirst = copy(scope, first);
      NDArray newSecond = copy(scope, second);
      Program.optimizer()
          .run(
              scope,
              COMPUTE,
              Mode.INFERENCE,
              "descend",
              newWeights,
              copy(scope, gradient),
              newFirst,
              newSecond,
              settings.tensor(scope, step),
              scope.create(norm));
      return new OptimizerSlice(
          newWeights.toFloatArray(), newFirst.toFloatArray(), newSecond.toFloatArray());
    }
  }

  /** In memory of libtorch's own, whose alignment is always the same. */
  private static NDArray copy(NDManager scope, float[] values) {
    NDArray copy = FlatArrays.zeros(scope, COMPUTE, values.length);
    FlatArrays.write(scope, COMPUTE, copy, 0, FloatBuffer.wrap(values));
    return copy;
  }

  /** The sum of squares, from the first number to the last, in float64. */
  public static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Whether every weight is a finite number. */
  public boolean isFinite() {
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        return false;
      }
    }
    return true;
  }
}
