package io.gradus.analysis.uncertainty;

/** The means of the runs of sizes that have several runs. */
final class RunMeans {
  private final double between;
  private final int freedom;
  private final int[] runSize;
  private final int[] runsOfSize;

  private RunMeans(double between, int freedom, int[] runSize, int[] runsOfSize) {
    this.between = between;
    this.freedom = freedom;
    this.runSize = runSize;
    this.runsOfSize = runsOfSize;
  }

  /** Takes the means out of the residuals, in place, and enlarges what is left by √(n/(n − 1)). */
  static RunMeans removeFrom(double[] residuals, int[] runStart, int[] runSize, int[] runsOfSize) {
    double[] sum = new double[runsOfSize.length];
    double[] squares = new double[runsOfSize.length];
    for (int r = 0; r < runSize.length; r++) {
      int size = runSize[r];
      int n = runStart[r + 1] - runStart[r];
      if (runsOfSize[size] < 2 || n < 2) {
        continue;
      }
      double mean = 0;
      for (int i = runStart[r]; i < runStart[r + 1]; i++) {
        mean += residuals[i] / n;
      }
      double enlarge = Math.sqrt(n / (n - 1.0));
      for (int i = runStart[r]; i < runStart[r + 1]; i++) {
        residuals[i] = (residuals[i] - mean) * enlarge;
      }
      sum[size] += mean;
      squares[size] += mean * mean;
    }
    double between = 0;
    int freedom = 0;
    for (int s = 0; s < runsOfSize.length; s++) {
      if (runsOfSize[s] > 1) {
        between += squares[s] - sum[s] * sum[s] / runsOfSize[s];
        freedom += runsOfSize[s] - 1;
      }
    }
    return new RunMeans(between, freedom, runSize, runsOfSize);
  }

  /**
   * Standard deviation of run effects: the means' variance within sizes less that which errors
   * correlated over steps (as an autoregression of order one) give to a mean; 0 when nothing is
   * left.
   */
  double effect(double[] within, int[] runStart, double correlation) {
    if (freedom == 0) {
      return 0;
    }
    double expected = 0;
    int runs = 0;
    for (int r = 0; r < runSize.length; r++) {
      if (runsOfSize[runSize[r]] > 1) {
        int n = runStart[r + 1] - runStart[r];
        double variance = 0;
        for (int i = runStart[r]; i < runStart[r + 1]; i++) {
          variance += within[i] * within[i] / n;
        }
        expected += variance / n * (1 + correlation) / (1 - correlation);
        runs++;
      }
    }
    return Math.sqrt(Math.max(0, between / freedom - expected / runs));
  }
}
