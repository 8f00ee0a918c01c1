package io.gradus.analysis.uncertainty;

import java.util.Arrays;

/** Percentiles of replicates for readers outside this package. */
public final class Quantiles {

  private Quantiles() {}

  /**
   * The central interval of replicates at a level. Where it does not hold the estimate, because the
   * law does not fit and replicates lie off by its misfit, it reaches as far to the estimate's
   * other side.
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
    double low = Intervals.percentile(sorted, tail);
    double high = Intervals.percentile(sorted, 1 - tail);
    if (estimate < low) {
      return new double[] {2 * estimate - high, high};
    }
    return estimate > high ? new double[] {low, 2 * estimate - low} : new double[] {low, high};
  }

  /** The x that a standard normal number stays below with probability p. */
  public static double normal(double p) {
    return Normal.quantile(p);
  }
}
