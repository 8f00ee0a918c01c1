package io.gradus.analysis.fit;

import io.gradus.analysis.law.LawModel;
import java.util.Arrays;

/**
 * Asymptotic standard errors of a robust fit: Huber's sandwich A⁻¹BA⁻¹ with A = Σ ψ′(u) j jᵀ and B
 * = Σ ψ(u)² j jᵀ, enlarged by n/(n − p), carried over to reported parameters by the delta method.
 *
 * <p>They take points as independent and a law as near to straight over the errors' range;
 * intervals come from the bootstrap, and these serve as its cross-check and as steps of profiles.
 */
public final class StandardErrors {
  private static final double STEP = 1e-5;

  private StandardErrors() {}

  /**
   * Standard errors of the reported parameters, in their order; infinite where the data do not
   * determine a coordinate at all.
   */
  public static double[] of(Fit fit) {
    double[] covariance = covariance(fit);
    LawModel model = fit.model();
    int width = model.dimension();
    double[][] slopes = slopes(model, fit.theta());
    double[] errors = new double[slopes.length];
    for (int p = 0; p < errors.length; p++) {
      double variance = 0;
      for (int a = 0; a < width; a++) {
        for (int b = 0; b < width; b++) {
          double term = slopes[p][a] * slopes[p][b];
          variance += term == 0 ? 0 : term * covariance[a * width + b];
        }
      }
      errors[p] = Double.isNaN(variance) ? Double.POSITIVE_INFINITY : Math.sqrt(variance);
    }
    return errors;
  }

  /** Covariance of the internal coordinates, row-major; NaN where it has none. */
  static double[] covariance(Fit fit) {
    int width = fit.model().dimension();
    double[] a = new double[width * width];
    double[] b = new double[width * width];
    accumulate(fit, a, b);
    double[] inverse = inverse(a, width);
    double freedom = (double) fit.data().size() / Math.max(1, fit.data().size() - width);
    double[] half = multiply(inverse, b, width);
    double[] covariance = multiply(half, inverse, width);
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] *= freedom;
    }
    return covariance;
  }

  private static void accumulate(Fit fit, double[] a, double[] b) {
    FitData data = fit.data();
    LawModel model = fit.model();
    int width = model.dimension();
    for (int s = 0; s < data.frame().sizes().size(); s++) {
      int from = data.sizeStart(s);
      int count = data.sizeStart(s + 1) - from;
      double[] predicted = new double[count];
      double[] jacobian = new double[count * width];
      double nu = model.frame().nu(data.frame().sizes().get(s));
      model.evaluate(fit.theta(), nu, data.z(), from, from + count, predicted, jacobian);
      for (int i = 0; i < count; i++) {
        double unit = 1 / (data.sigma(from + i) * fit.scale());
        double u = (data.logLoss(from + i) - predicted[i]) * unit;
        double inner = Math.abs(u) <= Objective.DELTA ? 1 : 0;
        double psi = Math.max(-Objective.DELTA, Math.min(Objective.DELTA, u));
        for (int p = 0; p < width; p++) {
          for (int q = 0; q < width; q++) {
            double jj = jacobian[i * width + p] * jacobian[i * width + q] * unit * unit;
            a[p * width + q] += inner * jj;
            b[p * width + q] += psi * psi * jj;
          }
        }
      }
    }
  }

  private static double[] inverse(double[] matrix, int width) {
    double[] factor = matrix.clone();
    double[] inverse = new double[width * width];
    if (!Cholesky.factor(factor, width, width)) {
      Arrays.fill(inverse, Double.NaN);
      return inverse;
    }
    double[] column = new double[width];
    for (int c = 0; c < width; c++) {
      Arrays.fill(column, 0);
      column[c] = 1;
      Cholesky.solve(factor, width, width, column);
      for (int r = 0; r < width; r++) {
        inverse[r * width + c] = column[r];
      }
    }
    return inverse;
  }

  private static double[] multiply(double[] x, double[] y, int width) {
    double[] product = new double[width * width];
    for (int i = 0; i < width; i++) {
      for (int k = 0; k < width; k++) {
        for (int j = 0; j < width; j++) {
          product[i * width + j] += x[i * width + k] * y[k * width + j];
        }
      }
    }
    return product;
  }

  /** ∂ reported / ∂θ by central differences, [parameters][coordinates]. */
  static double[][] slopes(LawModel model, double[] theta) {
    int parameters = model.parameters().size();
    double[][] slopes = new double[parameters][theta.length];
    double[] moved = theta.clone();
    for (int a = 0; a < theta.length; a++) {
      double step = STEP * (1 + Math.abs(theta[a]));
      moved[a] = theta[a] + step;
      double[] above = model.reported(moved);
      moved[a] = theta[a] - step;
      double[] below = model.reported(moved);
      moved[a] = theta[a];
      for (int p = 0; p < parameters; p++) {
        slopes[p][a] = (above[p] - below[p]) / (2 * step);
      }
    }
    return slopes;
  }
}
