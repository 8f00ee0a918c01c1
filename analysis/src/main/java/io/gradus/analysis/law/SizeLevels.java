package io.gradus.analysis.law;

import java.io.Serializable;

/**
 * How much the levels of sizes count at another size: a size's own level; between two sizes the
 * line between theirs; outside of all the line through the levels of the three nearest, over ln N.
 */
final class SizeLevels implements Serializable {
  private static final int NEAREST = 3;
  private static final double SAME = 1e-9;
  private final double[] nus;

  /** The sizes of a frame. */
  SizeLevels(Frame frame) {
    nus = frame.sizes().stream().mapToDouble(frame::nu).toArray();
  }

  /** ν of each size, ascending. */
  double nu(int size) {
    return nus[size];
  }

  int count() {
    return nus.length;
  }

  /** The weight of each size's level at ν. */
  double[] weights(double nu) {
    double[] weights = new double[nus.length];
    for (int s = 0; s < nus.length; s++) {
      if (Math.abs(nu - nus[s]) < SAME) {
        weights[s] = 1;
        return weights;
      }
    }
    for (int s = 1; s < nus.length; s++) {
      if (nu > nus[s - 1] && nu < nus[s]) {
        weights[s] = (nu - nus[s - 1]) / (nus[s] - nus[s - 1]);
        weights[s - 1] = 1 - weights[s];
        return weights;
      }
    }
    return line(nu, weights);
  }

  /** Least squares through the three sizes nearest to ν, which lies outside all of them. */
  private double[] line(double nu, double[] weights) {
    int count = Math.min(NEAREST, nus.length);
    int first = nu > nus[0] ? nus.length - count : 0;
    double mean = 0;
    for (int s = first; s < first + count; s++) {
      mean += nus[s] / count;
    }
    double spread = 0;
    for (int s = first; s < first + count; s++) {
      spread += (nus[s] - mean) * (nus[s] - mean);
    }
    for (int s = first; s < first + count; s++) {
      weights[s] = 1.0 / count + (nus[s] - mean) * (nu - mean) / spread;
    }
    return weights;
  }
}
