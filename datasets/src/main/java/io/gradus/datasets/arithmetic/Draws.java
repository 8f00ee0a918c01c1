package io.gradus.datasets.arithmetic;

import io.gradus.datasets.KeyedRandom;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Draws of one integer from a fixed distribution, by inverse cumulative probability. */
final class Draws implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int size;
  private final double[] cumulative; // empty when uniform

  private Draws(int size, double[] cumulative) {
    this.size = size;
    this.cumulative = cumulative;
  }

  /** 0 … weights-1 by weight; an empty list means equal weights over {@code size} values. */
  static Draws weighted(List<Double> weights, int size) {
    return new Draws(size, accumulate(weights.stream().mapToDouble(w -> w).toArray()));
  }

  /** 0 … size-1 with P(v) ∝ (v+1)^-skew. */
  static Draws zipf(int size, double skew) {
    if (skew == 0) {
      return new Draws(size, new double[0]);
    }
    double[] weights = new double[size];
    for (int v = 0; v < size; v++) {
      weights[v] = StrictMath.pow(v + 1.0, -skew);
    }
    return new Draws(size, accumulate(weights));
  }

  int next(KeyedRandom random) {
    if (cumulative.length == 0) {
      return random.nextInt(size);
    }
    double u = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, u);
    // A value's interval is closed below: u equal to a boundary belongs to the next value.
    return Math.min(found >= 0 ? found + 1 : -found - 1, size - 1);
  }

  private static double[] accumulate(double[] weights) {
    double sum = 0;
    double[] cumulative = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      cumulative[i] = sum;
    }
    return cumulative;
  }
}
