package io.gradus.analysis.curves;

import java.util.Arrays;

/**
 * Smooths a curve for the eye: a penalised cubic spline in log X, which lets a loss rise again, as
 * it does when a model overfits. Never to be used before a fit: it would hide the noise that
 * intervals are made of.
 */
public final class Smoothing {
  private Smoothing() {}

  /**
   * Smooths losses over ascending positive X.
   *
   * @param x [n], ascending and positive, n at least 4
   * @param loss [n]
   * @param se [n] standard errors, all positive
   * @return [n] smoothed losses at the same X
   */
  public static double[] spline(double[] x, double[] loss, double[] se) {
    if (x.length < 4 || x.length != loss.length || x.length != se.length) {
      throw new IllegalArgumentException(
          "Smoothing needs at least 4 points with loss and se each, found %d x, %d loss, %d se"
              .formatted(x.length, loss.length, se.length));
    }
    return PenalisedSpline.fit(Arrays.stream(x).map(Math::log).toArray(), loss, weights(se));
  }

  private static double[] weights(double[] se) {
    return Arrays.stream(se).map(e -> 1 / (e * e)).toArray();
  }
}
