package io.gradus.analysis.fit;

/**
 * Levenberg–Marquardt within a box: damped Gauss–Newton steps over the coordinates that are not
 * held at a bound, clamped to the box, with Huber's weights renewed at every step.
 *
 * <p>Hipparchus' own optimiser knows neither bounds nor robust weights and allocates matrices at
 * every step; a bootstrap takes tens of thousands of these fits.
 */
final class LevenbergMarquardt {
  private static final double FIRST_DAMPING = 1e-4;
  private static final double SMALLEST_DAMPING = 1e-12;
  private static final double LARGEST_DAMPING = 1e12;
  private final double tolerance;
  private final int steps;

  /** Stops when a step gains less than this share of the objective, or after so many steps. */
  LevenbergMarquardt(double tolerance, int steps) {
    this.tolerance = tolerance;
    this.steps = steps;
  }

  /** A minimum: its coordinates and the objective there. */
  record Minimum(double[] theta, double value) {}

  Minimum minimise(Objective objective, double[] start) {
    Search search = new Search(objective, start);
    int calm = 0;
    for (int i = 0; i < steps && calm < 2; i++) {
      double before = search.value;
      if (!search.step()) {
        break;
      }
      calm = before - search.value <= tolerance * (1 + Math.abs(before)) ? calm + 1 : 0;
    }
    return new Minimum(search.theta, search.value);
  }

  private static final class Search {
    private final Objective objective;
    private final double[] lower;
    private final double[] upper;
    private final int width;
    private double[] theta;
    private double[] trial;
    private double[] gradient;
    private double[] hessian;
    private double[] trialGradient;
    private double[] trialHessian;
    private final double[] factor;
    private final double[] direction;
    private final int[] free;
    private double value;
    private double damping = FIRST_DAMPING;

    Search(Objective objective, double[] start) {
      this.objective = objective;
      this.lower = objective.model().lower();
      this.upper = objective.model().upper();
      this.width = start.length;
      this.theta = start.clone();
      this.trial = new double[width];
      this.gradient = new double[width];
      this.hessian = new double[width * width];
      this.trialGradient = new double[width];
      this.trialHessian = new double[width * width];
      this.factor = new double[width * width];
      this.direction = new double[width];
      this.free = new int[width];
      for (int i = 0; i < width; i++) {
        theta[i] = Math.max(lower[i], Math.min(upper[i], theta[i]));
      }
      this.value = objective.value(theta, gradient, hessian);
    }

    /** Takes one accepted step; false when none lowers the value. */
    boolean step() {
      int count = 0;
      for (int i = 0; i < width; i++) {
        boolean held =
            (theta[i] <= lower[i] && gradient[i] > 0) || (theta[i] >= upper[i] && gradient[i] < 0);
        if (!held) {
          free[count++] = i;
        }
      }
      while (count > 0 && damping < LARGEST_DAMPING) {
        if (solve(count)) {
          System.arraycopy(theta, 0, trial, 0, width);
          for (int a = 0; a < count; a++) {
            int i = free[a];
            trial[i] = Math.max(lower[i], Math.min(upper[i], theta[i] + direction[a]));
          }
          double found = objective.value(trial, trialGradient, trialHessian);
          if (found < value) {
            accept(found);
            return true;
          }
        }
        damping *= 8;
      }
      return false;
    }

    private void accept(double found) {
      value = found;
      double[] swap = theta;
      theta = trial;
      trial = swap;
      swap = gradient;
      gradient = trialGradient;
      trialGradient = swap;
      swap = hessian;
      hessian = trialHessian;
      trialHessian = swap;
      damping = Math.max(SMALLEST_DAMPING, damping / 10);
    }

    /** Solves (H + damping·diag H) d = −g over the free coordinates; false when not positive. */
    private boolean solve(int count) {
      for (int a = 0; a < count; a++) {
        for (int b = 0; b <= a; b++) {
          factor[a * width + b] = hessian[free[a] * width + free[b]];
        }
        factor[a * width + a] = factor[a * width + a] * (1 + damping) + 1e-12 * (1 + damping);
      }
      if (!Cholesky.factor(factor, count, width)) {
        return false;
      }
      for (int a = 0; a < count; a++) {
        direction[a] = -gradient[free[a]];
      }
      Cholesky.solve(factor, count, width, direction);
      return true;
    }
  }
}
