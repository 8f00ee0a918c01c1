package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * Exponential decay to a floor: L = F(N) + S(N)·exp(−X/X0(N)), each of F, S and X0 a power of N:
 * F(N) = floor·(Nref/N)^pF and so on.
 *
 * <p>Parameters: {@code floor} (within 1e-6 and 1), {@code drop} (1e-6 to 2), {@code X0} (unit of
 * X), {@code pF}, {@code pS}, {@code pX} (within −5 and 5; dropped over one size). Source: the
 * textbook relaxation curve, kept as the thin-tailed opposite of the power laws.
 */
final class ExponentialLaw implements ScalingLaw {

  @Override
  public String name() {
    return "exponential";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return Optional.of(new Model(this, frame));
  }

  private static final class Model extends BaseModel {
    private static final double SMALLEST = 1e-6;
    private static final double REACH = 12;
    private static final int FLOOR = 0;
    private static final int DROP = 1;
    private static final int LOG_X0 = 2;
    private static final int SLOPES = 3;
    private final boolean sloped;

    Model(ScalingLaw law, Frame frame) {
      super(law, frame, box(frame));
      sloped = sloped(frame);
      report("floor", "1", "loss that no X goes below, at Nref", Kind.SCALE, SMALLEST, 1);
      report("drop", "1", "loss above the floor at X = 0, at Nref", Kind.SCALE, SMALLEST, 2);
      report(
          "X0",
          frame.axis().unit(),
          "X in which the reducible loss falls e-fold, at Nref",
          Kind.SCALE,
          frame.referenceX() * Math.exp(-REACH),
          frame.referenceX() * Math.exp(REACH));
      if (sloped) {
        report("pF", "1", "exponent of 1/N in the floor", Kind.INTERCEPT, -5, 5);
        report("pS", "1", "exponent of 1/N in the drop", Kind.INTERCEPT, -5, 5);
        report("pX", "1", "exponent of 1/N in X0", Kind.INTERCEPT, -5, 5);
        reportReferenceN();
      }
    }

    private static Box box(Frame frame) {
      Box box = new Box();
      box.addLog(SMALLEST, 1);
      box.addLog(SMALLEST, 2);
      box.add(-REACH, REACH);
      for (int i = 0; sloped(frame) && i < 3; i++) {
        box.add(-5, 5);
      }
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double[] theta = new double[dimension()];
      theta[FLOOR] = Math.log(lastLoss);
      theta[DROP] = Math.log(Math.max(0.1 * lastLoss, firstLoss - lastLoss));
      return clamp(theta);
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double floor = theta[FLOOR] - (sloped ? theta[SLOPES] * nu : 0);
      double drop = theta[DROP] - (sloped ? theta[SLOPES + 1] * nu : 0);
      double logX0 = theta[LOG_X0] - (sloped ? theta[SLOPES + 2] * nu : 0);
      int width = dimension();
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = at * width;
        double spent = Math.exp(z[i] - logX0);
        double reducible = drop - spent;
        out[at] = Logs.add(floor, reducible);
        double share = Math.exp(reducible - out[at]);
        jacobian[row + FLOOR] = 1 - share;
        jacobian[row + DROP] = share;
        jacobian[row + LOG_X0] = share == 0 ? 0 : share * spent;
        if (sloped) {
          for (int p = 0; p < 3; p++) {
            jacobian[row + SLOPES + p] = -nu * jacobian[row + p];
          }
        }
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double[] values = new double[theta.length + (sloped ? 1 : 0)];
      values[0] = Math.exp(theta[FLOOR]);
      values[1] = Math.exp(theta[DROP]);
      values[2] = frame().referenceX() * Math.exp(theta[LOG_X0]);
      System.arraycopy(theta, SLOPES, values, SLOPES, theta.length - SLOPES);
      if (sloped) {
        values[theta.length] = frame().referenceN();
      }
      return values;
    }
  }
}
