package io.gradus.analysis.fit;

import io.gradus.analysis.law.LawModel;
import java.util.Arrays;
import java.util.List;

/**
 * What a fit minimises: Σ ρ(u), u = (y − ln L(θ)) / (σ·s), with Huber's ρ(u) = u²/2 up to |u| = δ
 * and δ|u| − δ²/2 beyond. y are log losses, σ their binomial standard errors, s the residual scale.
 *
 * <p>Holds the buffers of one evaluation, so that it allocates nothing per evaluation; not for
 * several threads at once.
 */
public final class Objective {
  /** Huber's threshold: 95 % efficient on normal residuals. */
  public static final double DELTA = 1.345;

  private final FitData data;
  private final LawModel model;
  private final double[] nus;
  private final double[] predicted;
  private final double[] jacobian;
  private final double[] y;
  private double scale;

  /** The objective of a law on its data, at residual scale 1. */
  public Objective(LawModel model, FitData data) {
    List<Double> sizes = data.frame().sizes();
    this.data = data;
    this.model = model;
    this.nus = sizes.stream().mapToDouble(model.frame()::nu).toArray();
    this.predicted = new double[data.size()];
    this.jacobian = new double[data.size() * model.dimension()];
    this.y = data.y().clone();
    this.scale = 1;
  }

  /** Sets the residual scale s. */
  public void scale(double s) {
    this.scale = s;
  }

  /** The residual scale s. */
  public double scale() {
    return scale;
  }

  /** Replaces the log losses, [points]. */
  public void replaceLosses(double[] logLosses) {
    System.arraycopy(logLosses, 0, y, 0, y.length);
  }

  /** The value at θ. */
  public double value(double[] theta) {
    predict(theta);
    double sum = 0;
    double[] sigma = data.sigma();
    for (int i = 0; i < y.length; i++) {
      sum += rho((y[i] - predicted[i]) / (sigma[i] * scale));
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  /**
   * The value at θ with the gradient and the Gauss–Newton Hessian, Huber's weights in both.
   *
   * @param gradient written, [dimension]
   * @param hessian written, row-major [dimension, dimension], both triangles
   */
  double value(double[] theta, double[] gradient, double[] hessian) {
    predict(theta);
    int width = theta.length;
    Arrays.fill(gradient, 0);
    Arrays.fill(hessian, 0);
    double[] sigma = data.sigma();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double unit = 1 / (sigma[i] * scale);
      double u = (y[i] - predicted[i]) * unit;
      double weight = Math.abs(u) <= DELTA ? 1 : DELTA / Math.abs(u);
      sum += rho(u);
      double pull = -weight * u * unit;
      double bend = weight * unit * unit;
      int row = i * width;
      for (int a = 0; a < width; a++) {
        double ja = jacobian[row + a];
        if (ja != 0) {
          gradient[a] += pull * ja;
          double wja = bend * ja;
          int base = a * width;
          for (int b = 0; b <= a; b++) {
            hessian[base + b] += wja * jacobian[row + b];
          }
        }
      }
    }
    for (int a = 0; a < width; a++) {
      for (int b = 0; b < a; b++) {
        hessian[b * width + a] = hessian[a * width + b];
      }
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  private void predict(double[] theta) {
    for (int s = 0; s < nus.length; s++) {
      model.evaluate(
          theta, nus[s], data.z(), data.sizeStart(s), data.sizeStart(s + 1), predicted, jacobian);
    }
  }

  /** Residuals (y − ln L(θ)) / σ, not divided by the scale, [points]; a new array. */
  public double[] residuals(double[] theta) {
    predict(theta);
    double[] residuals = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      residuals[i] = (y[i] - predicted[i]) / data.sigma(i);
    }
    return residuals;
  }

  /** Log losses that θ predicts, [points]; a new array. */
  public double[] predictions(double[] theta) {
    predict(theta);
    return predicted.clone();
  }

  private static double rho(double u) {
    double size = Math.abs(u);
    return size <= DELTA ? 0.5 * u * u : DELTA * (size - 0.5 * DELTA);
  }

  LawModel model() {
    return model;
  }

  FitData data() {
    return data;
  }
}
