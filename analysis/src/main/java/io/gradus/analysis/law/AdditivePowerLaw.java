package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * A power law with separate terms for size and for X: L = E + (A/N)^α + (B/X)^β.
 *
 * <p>Parameters: {@code E} (floor, within 1e-6 and 1), {@code A} (parameters), {@code alpha}
 * (within 0.01 and 20), {@code B} (unit of X), {@code beta} (within 1e-3 and 50). Source: Hoffmann
 * et al., arXiv 2203.15556, and the authors' code of arXiv 2509.25300. Over one size it is the
 * power law with a floor and is not repeated.
 */
final class AdditivePowerLaw implements ScalingLaw {

  @Override
  public String name() {
    return "power-additive";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return BaseModel.sloped(frame) ? Optional.of(new Model(this, frame)) : Optional.empty();
  }

  private static final class Model extends BaseModel {
    private static final double SMALLEST_FLOOR = 1e-6;
    private static final int FLOOR = 0;
    private static final int N_TERM = 1;
    private static final int LOG_ALPHA = 2;
    private static final int X_TERM = 3;
    private static final int LOG_BETA = 4;

    Model(ScalingLaw law, Frame frame) {
      super(law, frame, box());
      report("E", "1", "loss that no N or X goes below", Kind.SCALE, SMALLEST_FLOOR, 1);
      report("A", "parameters", "size at which its term is 1", Kind.SCALE);
      report("alpha", "1", "exponent of N", Kind.EXPONENT, 0.01, 20);
      report("B", frame.axis().unit(), "X at which its term is 1", Kind.SCALE);
      report("beta", "1", "exponent of X", Kind.EXPONENT, 1e-3, 50);
    }

    private static Box box() {
      Box box = new Box();
      box.addLog(SMALLEST_FLOOR, 1);
      box.add(-20, 3);
      box.addLog(0.01, 20);
      box.add(-20, 3);
      box.addLog(1e-3, 50);
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double logBeta = LearningEfficiency.startLogK(firstLoss, lastLoss, span);
      double level = Math.log(firstLoss * lastLoss) / 2;
      return clamp(new double[] {Math.log(lastLoss / 8), level - 1, Math.log(0.5), level, logBeta});
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double alpha = Math.exp(theta[LOG_ALPHA]);
      double beta = Math.exp(theta[LOG_BETA]);
      double sizeTerm = theta[N_TERM] - alpha * nu;
      double settled = Logs.add(theta[FLOOR], sizeTerm);
      double floorShare = Math.exp(theta[FLOOR] - settled);
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = 5 * at;
        double xTerm = theta[X_TERM] - beta * z[i];
        out[at] = Logs.add(settled, xTerm);
        double rest = Math.exp(settled - out[at]);
        double xShare = Math.exp(xTerm - out[at]);
        jacobian[row + FLOOR] = rest * floorShare;
        jacobian[row + N_TERM] = rest * (1 - floorShare);
        jacobian[row + LOG_ALPHA] = -rest * (1 - floorShare) * alpha * nu;
        jacobian[row + X_TERM] = xShare;
        jacobian[row + LOG_BETA] = -xShare * beta * z[i];
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double alpha = Math.exp(theta[LOG_ALPHA]);
      double beta = Math.exp(theta[LOG_BETA]);
      return new double[] {
        Math.exp(theta[FLOOR]),
        frame().referenceN() * Math.exp(theta[N_TERM] / alpha),
        alpha,
        frame().referenceX() * Math.exp(theta[X_TERM] / beta),
        beta
      };
    }
  }
}
