package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.List;

/**
 * Learning efficiency k of one run: minus the slope of log10 loss over log10 X at steps from 1 on,
 * by ordinary least squares.
 *
 * <p>The standard error is that of Newey and West (1987), with floor(4 (n/100)^(2/9)) lags, because
 * neighbouring evaluations err together.
 *
 * @param k the slope with its sign turned
 * @param se standard error
 * @param r2 share of the variance of log loss the line explains
 * @param points number of points
 * @param middle mean of log10 X over the points
 * @param level log10 loss of the line there
 * @param levelSe its standard error, of the same kind
 */
record Efficiency(
    double k, double se, double r2, int points, double middle, double level, double levelSe) {
  static final int FEWEST_POINTS = 4;

  /**
   * The efficiency of a curve.
   *
   * @param curve at positive X only, at least {@link #FEWEST_POINTS} points
   */
  static Efficiency of(RunCurve curve, Axis axis) {
    List<CurvePoint> points = curve.points();
    int n = points.size();
    double[] x = points.stream().mapToDouble(p -> Math.log10(axis.of(p))).toArray();
    double[] y = points.stream().mapToDouble(RunCurve::logLoss).toArray();
    double meanX = mean(x);
    double meanY = mean(y);
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    for (int i = 0; i < n; i++) {
      sxx += (x[i] - meanX) * (x[i] - meanX);
      sxy += (x[i] - meanX) * (y[i] - meanY);
      syy += (y[i] - meanY) * (y[i] - meanY);
    }
    double slope = sxy / sxx;
    double[] scores = new double[n];
    double[] residuals = new double[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = y[i] - meanY - slope * (x[i] - meanX);
      scores[i] = residual * (x[i] - meanX);
      residuals[i] = residual;
      squares += residual * residual;
    }
    double variance = longRun(scores) * n / (n - 2.0) / (sxx * sxx);
    double levelVariance = longRun(residuals) / (n * (n - 2.0));
    return new Efficiency(
        -slope,
        Math.sqrt(variance),
        syy == 0 ? 0 : 1 - squares / syy,
        n,
        meanX,
        meanY,
        Math.sqrt(levelVariance));
  }

  /** The line's log10 loss at log10 X; level and slope err independently of each other. */
  Estimate at(double logX) {
    double beyond = logX - middle;
    return new Estimate(
        level - k * beyond, Math.hypot(levelSe, beyond * se), Double.POSITIVE_INFINITY);
  }

  private static double longRun(double[] scores) {
    int n = scores.length;
    int lags = (int) Math.floor(4 * Math.pow(n / 100.0, 2.0 / 9));
    double sum = 0;
    for (int lag = 0; lag <= lags; lag++) {
      double weight = lag == 0 ? 1 : 2 * (1 - lag / (lags + 1.0));
      for (int i = lag; i < n; i++) {
        sum += weight * scores[i] * scores[i - lag];
      }
    }
    return Math.max(sum, 1e-300);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }
}
