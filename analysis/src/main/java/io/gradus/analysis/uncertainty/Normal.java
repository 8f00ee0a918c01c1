package io.gradus.analysis.uncertainty;

import org.hipparchus.special.Erf;

/** The standard normal law. */
final class Normal {
  private static final double SQRT2 = Math.sqrt(2);

  private Normal() {}

  /** P(Z ≤ x). */
  static double cdf(double x) {
    return 0.5 * Erf.erfc(-x / SQRT2);
  }

  /** The x with P(Z ≤ x) = p, 0 &lt; p &lt; 1. */
  static double quantile(double p) {
    return -SQRT2 * Erf.erfcInv(2 * p);
  }
}
