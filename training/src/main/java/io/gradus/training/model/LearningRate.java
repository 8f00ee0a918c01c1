package io.gradus.training.model;

/**
 * Learning rate by step: linear warm-up from 0, then constant, or falling in a straight line or by
 * half a cosine.
 *
 * @param peak rate after the warm-up
 * @param warmUp steps of warm-up, 0 or more
 * @param steps steps in all, after which a falling rate has reached its end
 * @param shape what follows the warm-up
 * @param end the rate at the end as a share of the peak, from 0 to 1; the constant one has no use
 *     for it
 */
public record LearningRate(double peak, int warmUp, int steps, Shape shape, double end) {
  /** Course of the rate after the warm-up. */
  public enum Shape {
    CONSTANT,
    COSINE,
    LINEAR
  }

  /** A rate that falls to 0, if it falls. */
  public LearningRate(double peak, int warmUp, int steps, Shape shape) {
    this(peak, warmUp, steps, shape, 0);
  }

  /** The rate of a step, 0 … steps − 1. */
  public double at(int step) {
    if (step < warmUp) {
      return peak * (step + 1) / warmUp;
    }
    if (shape == Shape.CONSTANT) {
      return peak;
    }
    double progress = Math.min(1, (double) (step - warmUp) / Math.max(1, steps - warmUp));
    double falling =
        shape == Shape.COSINE
            ? peak * 0.5 * (1 + StrictMath.cos(Math.PI * progress))
            : peak * (1 - progress);
    return end * peak + (1 - end) * falling;
  }
}
