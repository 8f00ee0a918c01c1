package io.gradus.analysis.recipes;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Differences within pairs: their mean with a t interval of n - 1 degrees of freedom, where n is
 * the number of pairs.
 *
 * @param pairs n
 * @param mean of the differences; NaN without any
 * @param se its standard error; NaN below two pairs
 */
record Paired(int pairs, double mean, double se) {
  private static final double LEVEL = 0.95;

  /** Fewer pairs than these say nothing: a t interval of one degree of freedom has no use. */
  static final int FEWEST = 3;

  /** Of differences; NaN stands for a pair of which nothing can be said. */
  static Paired of(double[] differences) {
    double[] known = Arrays.stream(differences).filter(d -> !Double.isNaN(d)).toArray();
    int n = known.length;
    double mean = Arrays.stream(known).average().orElse(Double.NaN);
    double squares = Arrays.stream(known).map(d -> (d - mean) * (d - mean)).sum();
    return new Paired(n, mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n));
  }

  boolean isEnough() {
    return pairs >= FEWEST;
  }

  /** Half the width of the 95 % interval; NaN with too few pairs. */
  double margin() {
    return isEnough()
        ? new TDistribution(pairs - 1).inverseCumulativeProbability(0.5 + LEVEL / 2) * se
        : Double.NaN;
  }

  /** Two-sided p value of no difference; 1 with too few pairs. */
  double differs() {
    return isEnough() ? Math.min(1, 2 * Math.min(below(0), 1 - below(0))) : 1;
  }

  /**
   * p value of a difference at least as large as a margin, either way (two one-sided tests,
   * Schuirmann 1987), doubled so that 0.05 is where the 95 % interval touches the margin.
   */
  double exceeds(double margin) {
    return isEnough() ? Math.min(1, 2 * Math.max(below(margin), 1 - below(-margin))) : 1;
  }

  /** Probability of a mean at most this small if the truth were the threshold. */
  private double below(double threshold) {
    if (se == 0) {
      return mean < threshold ? 0 : mean > threshold ? 1 : 0.5;
    }
    return new TDistribution(pairs - 1).cumulativeProbability((mean - threshold) / se);
  }
}
