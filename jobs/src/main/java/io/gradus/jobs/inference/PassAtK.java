package io.gradus.jobs.inference;

import java.util.Locale;

/**
 * The chance that one of k samples is right, averaged over problems, with a 95 % interval.
 *
 * @param k samples looked at
 * @param estimate mean over problems of 1 − C(n−c, k) / C(n, k) for c right of n samples, which is
 *     unbiased (Chen et al., arXiv 2107.03374)
 * @param low lower end of the interval
 * @param high upper end
 */
public record PassAtK(int k, double estimate, double low, double high) {
  private static final double Z = 1.959963984540054;

  /** Below any spread of values that differ, above what equal ones get by rounding. */
  private static final double ROUNDING = 1e-12;

  /**
   * Estimates pass@k.
   *
   * @param correct right samples of each problem
   * @param samples samples of each problem, at least {@code k}
   */
  public static PassAtK of(int[] correct, int samples, int k) {
    if (k < 1 || k > samples || correct.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pass@%d of %d problems with %d samples, expected 1 to %d and at least one problem",
              k,
              correct.length,
              samples,
              samples));
    }
    double[] values = new double[correct.length];
    double sum = 0;
    for (int i = 0; i < correct.length; i++) {
      values[i] = unbiased(samples, correct[i], k);
      sum += values[i];
    }
    return interval(k, sum / correct.length, values);
  }

  /** 1 − C(n−c, k) / C(n, k) as a product, which cannot overflow. */
  static double unbiased(int n, int c, int k) {
    double miss = 1;
    for (int i = n - c + 1; i <= n; i++) {
      miss *= Math.max(0, 1 - (double) k / i);
    }
    return 1 - miss;
  }

  /**
   * Wilson's score interval (1927) for a mean of proportions: the number of trials is that of
   * yes-or-no problems with the spread that was seen between problems, and at least one a problem.
   */
  private static PassAtK interval(int k, double mean, double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double spread = values.length > 1 ? squares / (values.length - 1) : 0;
    double binomial = mean * (1 - mean);
    double trials =
        spread > ROUNDING && binomial > 0
            ? values.length * Math.max(1, binomial / spread)
            : values.length;
    double z2 = Z * Z / trials;
    double center = (mean + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(binomial / trials + z2 / (4 * trials));
    return new PassAtK(k, mean, Math.max(0, center - half), Math.min(1, center + half));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "pass@%d %.4f [%.4f, %.4f]", k, estimate, low, high);
  }
}
