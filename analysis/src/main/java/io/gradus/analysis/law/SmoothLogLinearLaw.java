package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * The paper's law with a level that is smooth in N, so that it speaks about sizes that no run has:
 * log10 L = −k(N)·log10(X/Xref) + e(N), k(N) = Kmax / (1 + N0/N), e(N) a polynomial in
 * log10(N/Nref): a parabola over five sizes or more, else a line.
 *
 * <p>Parameters: {@code Kmax}, {@code N0} as in the log-linear law; {@code e0} (log10 loss at Nref
 * and Xref), {@code e1}, {@code e2} (its slope and half its curvature per decade of N). The level
 * is taken at the middle Xref of the data, not at X = 1: there, E(N) would mix k(N) times many
 * decades into it and no simple curve would do. Source: arXiv 2509.25300, with our level.
 */
final class SmoothLogLinearLaw implements ScalingLaw {
  private static final int SIZES_FOR_PARABOLA = 5;

  @Override
  public String name() {
    return "log-linear-smooth";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return BaseModel.sloped(frame) ? Optional.of(new Model(this, frame)) : Optional.empty();
  }

  private static final class Model extends BaseModel {
    private static final int LOG_K = 0;
    private static final int LOG_N0 = 1;
    private static final int LEVEL = 2;
    private final int degree;

    Model(ScalingLaw law, Frame frame) {
      super(law, frame, box(frame));
      degree = degree(frame);
      LearningEfficiency.report(this, frame);
      report("e0", "log10 loss", "level at Nref and Xref", Kind.INTERCEPT);
      report("e1", "log10 loss a decade", "slope of the level over log10 N", Kind.INTERCEPT);
      if (degree == 2) {
        report("e2", "log10 loss a decade^2", "bend of the level over log10 N", Kind.INTERCEPT);
      }
      reportReferenceN();
      double x = frame.referenceX();
      report("Xref", frame.axis().unit(), "X the level is stated at", Kind.FIXED, x, x);
    }

    private static int degree(Frame frame) {
      return frame.sizes().size() >= SIZES_FOR_PARABOLA ? 2 : 1;
    }

    private static Box box(Frame frame) {
      Box box = new Box();
      LearningEfficiency.addK(box);
      LearningEfficiency.addN0(box, frame);
      box.add(-60, 60);
      for (int i = 0; i < degree(frame); i++) {
        box.add(-10, 10);
      }
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double[] theta = new double[dimension()];
      theta[LOG_K] = LearningEfficiency.startLogK(firstLoss, lastLoss, span);
      theta[LEVEL] = Math.log(firstLoss * lastLoss) / 2;
      return clamp(theta);
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double k = LearningEfficiency.k(theta[LOG_K], theta[LOG_N0], nu);
      double slope = LearningEfficiency.slope(theta[LOG_N0], nu);
      double level = theta[LEVEL] + nu * (theta[LEVEL + 1] + (degree == 2 ? nu * theta[4] : 0));
      int width = dimension();
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = at * width;
        double kz = k * z[i];
        out[at] = level - kz;
        jacobian[row + LOG_K] = -kz;
        jacobian[row + LOG_N0] = -kz * slope;
        double power = 1;
        for (int d = 0; d <= degree; d++) {
          jacobian[row + LEVEL + d] = power;
          power *= nu;
        }
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double[] values = new double[theta.length + 2];
      values[0] = LearningEfficiency.kMax(theta[LOG_K], theta[LOG_N0]);
      values[1] = LearningEfficiency.n0(frame(), theta[LOG_N0]);
      double unit = 1 / Logs.LN10;
      for (int d = 0; d <= degree; d++) {
        values[2 + d] = theta[LEVEL + d] * unit;
        unit *= Logs.LN10;
      }
      values[theta.length] = frame().referenceN();
      values[theta.length + 1] = frame().referenceX();
      return values;
    }
  }
}
