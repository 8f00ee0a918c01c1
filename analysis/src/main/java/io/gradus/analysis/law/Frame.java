package io.gradus.analysis.law;

import java.io.Serializable;
import java.util.List;

/**
 * The coordinates of a study: its axis, its sizes, and the reference points that logarithms are
 * taken from, so that numbers stay near 1 when X reaches 1e24.
 *
 * @param axis what X is
 * @param sizes the model sizes N, ascending and distinct
 * @param referenceX the geometric middle of X
 * @param referenceN the power of ten nearest the geometric middle of the sizes
 */
public record Frame(Axis axis, List<Double> sizes, double referenceX, double referenceN)
    implements Serializable {

  /** Copies the sizes and checks their order. */
  public Frame {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("A law needs at least one model size, found none");
    }
    for (int i = 1; i < sizes.size(); i++) {
      if (!(sizes.get(i) > sizes.get(i - 1))) {
        throw new IllegalArgumentException("Sizes must ascend, found " + sizes);
      }
    }
  }

  /** The frame of sizes and of X between two ends. */
  public static Frame of(Axis axis, List<Double> sizes, double smallestX, double largestX) {
    double sum = 0;
    for (double size : sizes) {
      sum += Math.log10(size);
    }
    double referenceN = Math.pow(10, Math.rint(sum / Math.max(1, sizes.size())));
    return new Frame(axis, sizes, Math.sqrt(smallestX) * Math.sqrt(largestX), referenceN);
  }

  /** ln(X / reference). */
  public double z(double x) {
    return Math.log(x / referenceX);
  }

  /** ln(N / reference). */
  public double nu(double params) {
    return Math.log(params / referenceN);
  }
}
