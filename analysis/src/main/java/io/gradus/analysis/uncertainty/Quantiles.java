package io.gradus.analysis.uncertainty;

import java.util.Arrays;

/** Percentiles of replicates for readers outside this package. */
public final class Quantiles {

  private Quantiles() {}

  /**
   * The central interval of replicates at a level, widened where needed to hold the estimate.
   *
   * @return its two ends, or the estimate twice without replicates
   */
  public static double[] around(double estimate, double[] replicates, double level) {
    if (replicates.length == 0) {
      return new double[] {estimate, estimate};
    }
    double[] sorted = replicates.clone();
    Arrays.sort(sorted);
    double tail = (1 - level) / 2;
    return new double[] {
      Math.min(estimate, Intervals.percentile(sorted, tail)),
      Math.max(estimate, Intervals.percentile(sorted, 1 - tail))
    };
  }

  /** The x that a standard normal number stays below with probability p. */
  public static double normal(double p) {
    return Normal.quantile(p);
  }
}
