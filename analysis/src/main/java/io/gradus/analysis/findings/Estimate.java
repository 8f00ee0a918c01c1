package io.gradus.analysis.findings;

import java.util.List;
import org.hipparchus.distribution.RealDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * An estimate with its standard error.
 *
 * @param value the estimate
 * @param se standard error, positive
 * @param freedom degrees of freedom behind se; infinite where it is known rather than estimated
 */
record Estimate(double value, double se, double freedom) {

  /** This minus another, independent estimate. */
  Estimate minus(Estimate other) {
    return new Estimate(
        value - other.value, Math.hypot(se, other.se), Math.min(freedom, other.freedom));
  }

  /** The mean of independent estimates. */
  static Estimate mean(List<Estimate> estimates) {
    int n = estimates.size();
    return new Estimate(
        estimates.stream().mapToDouble(Estimate::value).sum() / n,
        Math.sqrt(estimates.stream().mapToDouble(e -> e.se() * e.se()).sum()) / n,
        estimates.stream().mapToDouble(Estimate::freedom).min().orElseThrow());
  }

  /** Half the width of the central interval at a level such as 0.95. */
  double margin(double level) {
    return distribution().inverseCumulativeProbability(0.5 + level / 2) * se;
  }

  /** Probability of an estimate at most this small if the truth were the threshold. */
  double below(double threshold) {
    return distribution().cumulativeProbability((value - threshold) / se);
  }

  private RealDistribution distribution() {
    return Double.isInfinite(freedom) ? new NormalDistribution() : new TDistribution(freedom);
  }
}
