package io.gradus.analysis.curves;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * A cubic P-spline (Eilers and Marx, 1996): B-splines on equal knots, second differences of their
 * coefficients penalised, the penalty chosen by generalised cross-validation.
 */
final class PenalisedSpline {
  private static final int SEGMENTS = 12;
  private static final int DEGREE = 3;

  private PenalisedSpline() {}

  /** Fitted values at x (ascending, not all equal) under weights. */
  static double[] fit(double[] x, double[] y, double[] weights) {
    RealMatrix basis = basis(x);
    int n = x.length;
    int k = basis.getColumnDimension();
    RealMatrix gram = new Array2DRowRealMatrix(k, k);
    RealVector right = new ArrayRealVector(k);
    double mean = 0;
    for (double w : weights) {
      mean += w / n;
    }
    for (int i = 0; i < n; i++) {
      RealVector row = basis.getRowVector(i);
      gram = gram.add(row.outerProduct(row).scalarMultiply(weights[i] / mean));
      right = right.add(row.mapMultiply(y[i] * weights[i] / mean));
    }
    RealMatrix penalty = penalty(k);
    RealVector best = right;
    double bestScore = Double.POSITIVE_INFINITY;
    for (int e = -8; e <= 12; e++) {
      CholeskyDecomposition system =
          new CholeskyDecomposition(
              gram.add(penalty.scalarMultiply(Math.pow(10, e / 2.0))).add(ridge(k)));
      RealVector fitted = basis.operate(system.getSolver().solve(right));
      double freedom = system.getSolver().solve(gram).getTrace();
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double r = y[i] - fitted.getEntry(i);
        sum += weights[i] / mean * r * r;
      }
      double score = n * sum / Math.pow(Math.max(1e-9, n - freedom), 2);
      if (score < bestScore) {
        bestScore = score;
        best = fitted;
      }
    }
    return best.toArray();
  }

  /** A hair of ridge: knots without points near them would make the system singular. */
  private static RealMatrix ridge(int k) {
    RealMatrix ridge = new Array2DRowRealMatrix(k, k);
    for (int i = 0; i < k; i++) {
      ridge.setEntry(i, i, 1e-9);
    }
    return ridge;
  }

  private static RealMatrix penalty(int k) {
    RealMatrix d = new Array2DRowRealMatrix(k - 2, k);
    for (int i = 0; i < k - 2; i++) {
      d.setEntry(i, i, 1);
      d.setEntry(i, i + 1, -2);
      d.setEntry(i, i + 2, 1);
    }
    return d.transpose().multiply(d);
  }

  /** Uniform cubic B-spline values in closed form, [points, SEGMENTS + DEGREE]. */
  private static RealMatrix basis(double[] x) {
    double low = x[0];
    double width = (x[x.length - 1] - low) / SEGMENTS;
    RealMatrix basis = new Array2DRowRealMatrix(x.length, SEGMENTS + DEGREE);
    for (int i = 0; i < x.length; i++) {
      double u = (x[i] - low) / width;
      int cell = Math.min(SEGMENTS - 1, (int) u);
      double t = u - cell;
      double[] values = {
        Math.pow(1 - t, 3) / 6,
        (3 * t * t * t - 6 * t * t + 4) / 6,
        (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6,
        t * t * t / 6
      };
      for (int j = 0; j <= DEGREE; j++) {
        basis.setEntry(i, cell + j, values[j]);
      }
    }
    return basis;
  }
}
