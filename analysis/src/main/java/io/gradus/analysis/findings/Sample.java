package io.gradus.analysis.findings;

import java.util.Arrays;
import java.util.List;

/**
 * One number from each of several runs that differ only in seed.
 *
 * @param values [runs]
 * @param errors [runs] standard errors from the evaluations alone
 */
record Sample(double[] values, double[] errors) {

  int size() {
    return values.length;
  }

  double mean() {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private double evaluationVariance() {
    return Arrays.stream(errors).map(e -> e * e).average().orElse(Double.NaN);
  }

  /**
   * Standard error of the mean: the larger of evaluation error and spread between seeds, over the
   * root of the number of runs.
   */
  double se(Spread spread) {
    return Math.sqrt(Math.max(spread.variance(), evaluationVariance()) / size());
  }

  /**
   * Variance between seeds, pooled over samples.
   *
   * @param variance 0 where no sample has two runs
   * @param freedom infinite where no sample has two runs
   */
  record Spread(double variance, double freedom) {

    static Spread of(List<Sample> samples) {
      double sum = 0;
      int freedom = 0;
      for (Sample sample : samples) {
        double mean = sample.mean();
        for (double value : sample.values) {
          sum += (value - mean) * (value - mean);
        }
        freedom += sample.size() - 1;
      }
      return freedom == 0
          ? new Spread(0, Double.POSITIVE_INFINITY)
          : new Spread(sum / freedom, freedom);
    }
  }
}
