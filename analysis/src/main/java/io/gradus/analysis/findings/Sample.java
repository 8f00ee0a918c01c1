package io.gradus.analysis.findings;

import java.util.Arrays;
import java.util.List;

/**
 * One number from each of several runs that differ only in seed.
 *
 * @param values [runs]
 * @param errors [runs] standard errors that the evaluations alone give
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
   * The mean with its error: the larger of evaluation error and spread between seeds, over the root
   * of the number of runs. Degrees of freedom are those of the spread where it is the larger.
   */
  Estimate estimate(Spread spread) {
    boolean seeds = spread.variance() > evaluationVariance();
    double variance = seeds ? spread.variance() : evaluationVariance();
    return new Estimate(
        mean(), Math.sqrt(variance / size()), seeds ? spread.freedom() : Double.POSITIVE_INFINITY);
  }

  /**
   * Variance between seeds, pooled over samples.
   *
   * @param variance 0 where no sample has two runs
   * @param freedom infinite where no sample has two runs
   */
  record Spread(double variance, double freedom) {

    /**
     * The spread within samples.
     *
     * @param freedom number of runs less number of cells; smaller than the samples' own count where
     *     a run enters several of them
     */
    static Spread of(List<Sample> samples, int freedom) {
      double sum = 0;
      int terms = 0;
      for (Sample sample : samples) {
        double mean = sample.mean();
        for (double value : sample.values) {
          sum += (value - mean) * (value - mean);
        }
        terms += sample.size() - 1;
      }
      return terms == 0
          ? new Spread(0, Double.POSITIVE_INFINITY)
          : new Spread(sum / terms, freedom);
    }
  }
}
