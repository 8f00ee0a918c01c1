package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * A power law in N and X: L = F + A · N^−α · X^−β, with F = 0 ({@code power}) or a floor F that is
 * fitted ({@code power-floor}).
 *
 * <p>Parameters: {@code alpha} (within −5 and 5), {@code beta} (within 1e-5 and 50), {@code
 * log10_A} (log10 of the loss above the floor at N = 1, X = 1), {@code floor} (within 1e-6 and 1).
 * Over one size α is dropped; without floor that is the log-linear law and is not repeated. Source:
 * Kaplan et al., arXiv 2001.08361, with the floor of Henighan et al., arXiv 2010.14701.
 */
final class PowerLaw implements ScalingLaw {
  private final Floor floor;

  /** Whether losses approach a floor. */
  enum Floor {
    NONE,
    FITTED
  }

  PowerLaw(Floor floor) {
    this.floor = floor;
  }

  @Override
  public String name() {
    return floor == Floor.FITTED ? "power-floor" : "power";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    if (!BaseModel.sloped(frame) && floor == Floor.NONE) {
      return Optional.empty();
    }
    return Optional.of(new Model(this, frame));
  }

  private static final class Model extends BaseModel {
    private static final double SMALLEST_FLOOR = 1e-6;
    private static final int LEVEL = 0;
    private static final int LOG_BETA = 1;
    private final int alpha;
    private final int floor;

    Model(PowerLaw law, Frame frame) {
      super(law, frame, box(law, frame));
      alpha = sloped(frame) ? 2 : -1;
      floor = law.floor == Floor.FITTED ? dimension() - 1 : -1;
      if (floor >= 0) {
        report("floor", "1", "loss that no X goes below", Kind.SCALE, SMALLEST_FLOOR, 1);
      }
      if (alpha >= 0) {
        report("alpha", "1", "exponent of N", Kind.INTERCEPT, -5, 5);
      }
      report("beta", "1", "exponent of X", Kind.EXPONENT, 1e-5, 50);
      report("log10_A", "log10 loss", "amplitude at N = 1, X = 1", Kind.INTERCEPT);
    }

    private static Box box(PowerLaw law, Frame frame) {
      Box box = new Box();
      box.add(-60, 60);
      box.addLog(1e-5, 50);
      if (sloped(frame)) {
        box.add(-5, 5);
      }
      if (law.floor == Floor.FITTED) {
        box.addLog(SMALLEST_FLOOR, 1);
      }
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double[] theta = new double[dimension()];
      theta[LEVEL] = Math.log(firstLoss * lastLoss) / 2;
      theta[LOG_BETA] = LearningEfficiency.startLogK(firstLoss, lastLoss, span);
      if (floor >= 0) {
        theta[floor] = Math.log(lastLoss / 4);
      }
      return clamp(theta);
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double beta = Math.exp(theta[LOG_BETA]);
      double level = theta[LEVEL] - (alpha >= 0 ? theta[alpha] * nu : 0);
      double logFloor = floor >= 0 ? theta[floor] : 0;
      int width = dimension();
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = at * width;
        double reducible = level - beta * z[i];
        double share = 1;
        out[at] = reducible;
        if (floor >= 0) {
          out[at] = Logs.add(reducible, logFloor);
          share = Math.exp(reducible - out[at]);
          jacobian[row + floor] = 1 - share;
        }
        jacobian[row + LEVEL] = share;
        jacobian[row + LOG_BETA] = -share * beta * z[i];
        if (alpha >= 0) {
          jacobian[row + alpha] = -share * nu;
        }
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double[] values = new double[theta.length];
      int next = 0;
      if (floor >= 0) {
        values[next++] = Math.exp(theta[floor]);
      }
      double beta = Math.exp(theta[LOG_BETA]);
      double amplitude = theta[LEVEL] + beta * Math.log(frame().referenceX());
      if (alpha >= 0) {
        values[next++] = theta[alpha];
        amplitude += theta[alpha] * Math.log(frame().referenceN());
      }
      values[next++] = beta;
      values[next] = amplitude / Logs.LN10;
      return values;
    }
  }
}
