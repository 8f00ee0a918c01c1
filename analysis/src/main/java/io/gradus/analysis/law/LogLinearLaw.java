package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * The paper's law: log10 L = −k(N)·log10 X + E(N), k(N) = Kmax / (1 + N0/N), with an intercept E of
 * its own for every size.
 *
 * <p>Parameters: {@code Kmax} (pure number), {@code N0} (parameters; within 1/1000 of the smallest
 * and 1000 times the largest size), {@code E[N]} (log10 of the loss at X = 1) for every size. Over
 * one size: {@code k} and {@code E}. Source: arXiv 2509.25300.
 *
 * <p>For a size that no run has, the level at the reference X is read from the line through the
 * levels of the three nearest sizes over ln N, and between two sizes from the line between them.
 * The extrapolated size's own data are never used.
 */
final class LogLinearLaw implements ScalingLaw {

  @Override
  public String name() {
    return "log-linear";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return Optional.of(
        BaseModel.sloped(frame) ? new ManySizes(this, frame) : new Line(this, frame));
  }

  private static final class ManySizes extends BaseModel {
    private static final int LOG_K = 0;
    private static final int LOG_N0 = 1;
    private static final int LEVELS = 2;
    private final SizeLevels sizes;

    ManySizes(ScalingLaw law, Frame frame) {
      super(law, frame, box(frame));
      sizes = new SizeLevels(frame);
      LearningEfficiency.report(this, frame);
      for (double size : frame.sizes()) {
        report(
            "E[" + Logs.size(size) + "]",
            "log10 loss",
            "intercept at X = 1 of size " + Logs.size(size),
            Kind.INTERCEPT);
      }
    }

    private static Box box(Frame frame) {
      Box box = new Box();
      LearningEfficiency.addK(box);
      LearningEfficiency.addN0(box, frame);
      for (int i = 0; i < frame.sizes().size(); i++) {
        box.add(-60, 60);
      }
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double[] theta = new double[dimension()];
      theta[LOG_K] = LearningEfficiency.startLogK(firstLoss, lastLoss, span);
      for (int i = LEVELS; i < theta.length; i++) {
        theta[i] = Math.log(firstLoss * lastLoss) / 2;
      }
      return clamp(theta);
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double k = LearningEfficiency.k(theta[LOG_K], theta[LOG_N0], nu);
      double slope = LearningEfficiency.slope(theta[LOG_N0], nu);
      double[] weights = sizes.weights(nu);
      double level = 0;
      for (int s = 0; s < weights.length; s++) {
        level += weights[s] * theta[LEVELS + s];
      }
      int width = dimension();
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = at * width;
        double kz = k * z[i];
        out[at] = level - kz;
        jacobian[row + LOG_K] = -kz;
        jacobian[row + LOG_N0] = -kz * slope;
        System.arraycopy(weights, 0, jacobian, row + LEVELS, weights.length);
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double[] values = new double[theta.length];
      values[0] = LearningEfficiency.kMax(theta[LOG_K], theta[LOG_N0]);
      values[1] = LearningEfficiency.n0(frame(), theta[LOG_N0]);
      for (int s = 0; s < sizes.count(); s++) {
        double k = LearningEfficiency.k(theta[LOG_K], theta[LOG_N0], sizes.nu(s));
        values[2 + s] = intercept(frame(), theta[LEVELS + s], k);
      }
      return values;
    }
  }

  private static double intercept(Frame frame, double level, double k) {
    return (level + k * Math.log(frame.referenceX())) / Logs.LN10;
  }

  /** One size: ln L = e − k z, where k may also be negative. */
  private static final class Line extends BaseModel {

    Line(ScalingLaw law, Frame frame) {
      super(law, frame, box());
      report("k", "1", "learning efficiency of this size", Kind.INTERCEPT, -50, 50);
      report("E", "log10 loss", "intercept at X = 1", Kind.INTERCEPT);
    }

    private static Box box() {
      Box box = new Box();
      box.add(-50, 50);
      box.add(-60, 60);
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double k = Math.log(firstLoss / lastLoss) / Math.max(span, 1e-3);
      return clamp(new double[] {k, Math.log(firstLoss * lastLoss) / 2});
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      for (int i = from; i < to; i++) {
        int at = i - from;
        out[at] = theta[1] - theta[0] * z[i];
        jacobian[2 * at] = -z[i];
        jacobian[2 * at + 1] = 1;
      }
    }

    @Override
    public double[] reported(double[] theta) {
      return new double[] {theta[0], intercept(frame(), theta[1], theta[0])};
    }
  }
}
