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

  private static final int CHUNK = 256;

  private final FitData data;
  private final LawModel model;
  private final double[] nus;
  private final double[] predicted = new double[CHUNK];
  private final double[] jacobian;
  private final double[] y;
  private double scale;
  private Tie tie = (theta, gradient) -> 0;
  private final double[] tieGradient;

  /** The objective of a law on its data, at residual scale 1. */
  public Objective(LawModel model, FitData data) {
    List<Double> sizes = data.frame().sizes();
    this.data = data;
    this.model = model;
    this.nus = sizes.stream().mapToDouble(model.frame()::nu).toArray();
    this.jacobian = new double[CHUNK * model.dimension()];
    this.y = data.y().clone();
    this.tieGradient = new double[model.dimension()];
    this.scale = 1;
  }

  /** One more residual, with its gradient written to {@code gradient}, which comes as zeros. */
  @FunctionalInterface
  interface Tie {
    double residual(double[] theta, double[] gradient);
  }

  /** Adds half the square of a residual that is no point's. */
  void tie(Tie residual) {
    this.tie = residual;
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
    double[] sum = new double[1];
    forEachChunk(theta, (from, count) -> sum[0] += losses(from, count));
    double tied = tie.residual(theta, tieGradient);
    return finite(sum[0] + 0.5 * tied * tied);
  }

  /**
   * The value at θ with the gradient and the Gauss–Newton Hessian, Huber's weights in both.
   *
   * @param gradient written, [dimension]
   * @param hessian written, row-major [dimension, dimension], both triangles
   */
  double value(double[] theta, double[] gradient, double[] hessian) {
    int width = theta.length;
    Arrays.fill(gradient, 0);
    Arrays.fill(hessian, 0);
    double[] sum = new double[1];
    forEachChunk(
        theta,
        (from, count) -> {
          sum[0] += losses(from, count);
          derivatives(from, count, gradient, hessian);
        });
    Arrays.fill(tieGradient, 0);
    double tied = tie.residual(theta, tieGradient);
    for (int a = 0; a < width; a++) {
      gradient[a] += tied * tieGradient[a];
      for (int b = 0; b <= a; b++) {
        hessian[a * width + b] += tieGradient[a] * tieGradient[b];
        hessian[b * width + a] = hessian[a * width + b];
      }
    }
    return finite(sum[0] + 0.5 * tied * tied);
  }

  private double losses(int from, int count) {
    double[] sigma = data.sigma();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += rho((y[from + i] - predicted[i]) / (sigma[from + i] * scale));
    }
    return sum;
  }

  private void derivatives(int from, int count, double[] gradient, double[] hessian) {
    int width = gradient.length;
    double[] sigma = data.sigma();
    for (int i = 0; i < count; i++) {
      double unit = 1 / (sigma[from + i] * scale);
      double u = (y[from + i] - predicted[i]) * unit;
      double weight = Math.abs(u) <= DELTA ? 1 : DELTA / Math.abs(u);
      double pull = -weight * u * unit;
      double bend = weight * unit * unit;
      int row = i * width;
      for (int a = 0; a < width; a++) {
        double slope = jacobian[row + a];
        if (slope != 0) {
          gradient[a] += pull * slope;
          double weighted = bend * slope;
          int base = a * width;
          for (int b = 0; b <= a; b++) {
            hessian[base + b] += weighted * jacobian[row + b];
          }
        }
      }
    }
  }

  /** Evaluates the law a piece at a time: predictions and gradients stay in the cache. */
  private void forEachChunk(double[] theta, Chunk use) {
    for (int s = 0; s < nus.length; s++) {
      int end = data.sizeStart(s + 1);
      for (int from = data.sizeStart(s); from < end; from += CHUNK) {
        int to = Math.min(end, from + CHUNK);
        model.evaluate(theta, nus[s], data.z(), from, to, predicted, jacobian);
        use.points(from, to - from);
      }
    }
  }

  @FunctionalInterface
  private interface Chunk {
    void points(int from, int count);
  }

  private static double finite(double sum) {
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  /** Log losses that θ predicts, [points]; a new array. */
  public double[] predictions(double[] theta) {
    double[] all = new double[y.length];
    forEachChunk(theta, (from, count) -> System.arraycopy(predicted, 0, all, from, count));
    return all;
  }

  /** Residuals (y − ln L(θ)) / σ, not divided by the scale, [points]; a new array. */
  public double[] residuals(double[] theta) {
    double[] residuals = predictions(theta);
    for (int i = 0; i < y.length; i++) {
      residuals[i] = (y[i] - residuals[i]) / data.sigma(i);
    }
    return residuals;
  }

  private static double rho(double u) {
    double size = Math.abs(u);
    return size <= DELTA ? 0.5 * u * u : DELTA * (size - 0.5 * DELTA);
  }

  LawModel model() {
    return model;
  }
}
