package io.gradus.training.pretrain;

/**
 * Learning rate by step: linear warm-up from 0, then constant or half a cosine down to 0.
 *
 * @param peak rate after the warm-up
 * @param warmUp steps of warm-up, 0 or more
 * @param steps steps in all
 * @param shape what follows the warm-up
 */
public record LearningRate(double peak, int warmUp, int steps, Shape shape) {
  /** Course of the rate after the warm-up. */
  public enum Shape {
    CONSTANT,
    COSINE
  }

  /** The rate of a step, 0 … steps − 1. */
  public double at(int step) {
    if (step < warmUp) {
      return peak * (step + 1) / warmUp;
    }
    if (shape == Shape.CONSTANT) {
      return peak;
    }
    double progress = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return peak * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, progress)));
  }
}
