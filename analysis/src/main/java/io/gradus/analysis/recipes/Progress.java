package io.gradus.analysis.recipes;

import io.gradus.analysis.curves.CurvePoint;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run's evaluations on one benchmark say of its level and speed.
 *
 * @param points its points in the order of steps, the initial model first
 */
record Progress(List<CurvePoint> points) {
  /** The level is the mean over the last quarter of the steps. */
  static final double LAST = 0.75;

  Progress {
    points = points.stream().sorted(Comparator.comparingInt(CurvePoint::step)).toList();
  }

  /** pass@1 of the initial model; NaN if it was not evaluated. */
  double start() {
    return points.get(0).step() == 0 ? 1 - points.get(0).loss() : Double.NaN;
  }

  int lastStep() {
    return points.get(points.size() - 1).step();
  }

  /** Mean pass@1 of evaluations after {@code from} up to and with {@code to}; NaN without any. */
  double mean(double from, double to) {
    return points.stream()
        .filter(p -> p.step() > from && p.step() <= to)
        .mapToDouble(p -> 1 - p.loss())
        .average()
        .orElse(Double.NaN);
  }

  /** The level that is reached by a step: mean pass@1 over the last quarter of the steps. */
  double level(int end) {
    return mean(LAST * end, end);
  }

  /** How much that level lies above that of the quarter before. */
  double rise(int end) {
    return level(end) - mean((2 * LAST - 1) * end, LAST * end);
  }

  /**
   * The amount of X at which pass@1 first reaches a target, by the rising step function that fits
   * best (isotonic regression), interpolated between evaluations; NaN if it never does, or if it is
   * there from the beginning.
   *
   * @param x an amount that is 0 at the start, such as steps or compute
   */
  double reached(double target, int end, ToDoubleFunction<CurvePoint> x) {
    List<CurvePoint> until = points.stream().filter(p -> p.step() <= end).toList();
    double[] rising = rising(until.stream().mapToDouble(p -> 1 - p.loss()).toArray());
    if (rising.length == 0 || rising[0] >= target) {
      return Double.NaN;
    }
    for (int i = 1; i < rising.length; i++) {
      if (rising[i] >= target) {
        double before = x.applyAsDouble(until.get(i - 1));
        double after = x.applyAsDouble(until.get(i));
        double share = (target - rising[i - 1]) / (rising[i] - rising[i - 1]);
        return before + share * (after - before);
      }
    }
    return Double.NaN;
  }

  /** Pools neighbours that fall until none does (Ayer et al., 1955). */
  static double[] rising(double[] values) {
    double[] sums = new double[values.length];
    int[] counts = new int[values.length];
    int pools = 0;
    for (double value : values) {
      sums[pools] = value;
      counts[pools] = 1;
      pools++;
      while (pools > 1
          && sums[pools - 2] / counts[pools - 2] >= sums[pools - 1] / counts[pools - 1]) {
        sums[pools - 2] += sums[pools - 1];
        counts[pools - 2] += counts[pools - 1];
        pools--;
      }
    }
    double[] rising = new double[values.length];
    int at = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int i = 0; i < counts[pool]; i++) {
        rising[at++] = sums[pool] / counts[pool];
      }
    }
    return rising;
  }
}
