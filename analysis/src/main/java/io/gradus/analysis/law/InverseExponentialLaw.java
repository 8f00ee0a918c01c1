package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * The inverse exponential form: L = (X0/X)^k(N), k(N) = Kmax / (1 + N0/N): log-linear curves that
 * all meet loss 1 at one X0.
 *
 * <p>Parameters: {@code Kmax}, {@code N0} as in the log-linear law, {@code X0} in the unit of X
 * (within e^±60 of the middle of X). Source: the exploratory fits beside arXiv 2509.25300, which
 * call it so.
 */
final class InverseExponentialLaw implements ScalingLaw {

  @Override
  public String name() {
    return "inverse-exponential";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return BaseModel.sloped(frame) ? Optional.of(new Model(this, frame)) : Optional.empty();
  }

  private static final class Model extends BaseModel {
    private static final int LOG_K = 0;
    private static final int LOG_N0 = 1;
    private static final int LOG_X0 = 2;
    private static final double REACH = 60;

    Model(ScalingLaw law, Frame frame) {
      super(law, frame, box(frame));
      LearningEfficiency.report(this, frame);
      report(
          "X0",
          frame.axis().unit(),
          "X at which every size has loss 1",
          Kind.SCALE,
          frame.referenceX() * Math.exp(-REACH),
          frame.referenceX() * Math.exp(REACH));
    }

    private static Box box(Frame frame) {
      Box box = new Box();
      LearningEfficiency.addK(box);
      LearningEfficiency.addN0(box, frame);
      box.add(-REACH, REACH);
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double logK = LearningEfficiency.startLogK(firstLoss, lastLoss, span);
      double level = Math.log(firstLoss * lastLoss) / 2;
      return clamp(new double[] {logK, 0, level / Math.exp(logK)});
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double k = LearningEfficiency.k(theta[LOG_K], theta[LOG_N0], nu);
      double slope = LearningEfficiency.slope(theta[LOG_N0], nu);
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = 3 * at;
        double value = k * (theta[LOG_X0] - z[i]);
        out[at] = value;
        jacobian[row + LOG_K] = value;
        jacobian[row + LOG_N0] = value * slope;
        jacobian[row + LOG_X0] = k;
      }
    }

    @Override
    public double[] reported(double[] theta) {
      return new double[] {
        LearningEfficiency.kMax(theta[LOG_K], theta[LOG_N0]),
        LearningEfficiency.n0(frame(), theta[LOG_N0]),
        frame().referenceX() * Math.exp(theta[LOG_X0])
      };
    }
  }
}
