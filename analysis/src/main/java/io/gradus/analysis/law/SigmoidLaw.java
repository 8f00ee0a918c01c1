package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * A sigmoid in log X, stated for pass@1 as ScaleRL does: 1 − L = start + (A − start) / (1 +
 * (Xmid/X)^B).
 *
 * <p>Over several sizes the asymptotic loss 1 − A, the starting loss 1 − start and Xmid are powers
 * of N: 1 − A(N) = (1 − A)·(Nref/N)^pA and so on; B is shared. Parameters: {@code A} (asymptotic
 * pass@1, within 0 and 1 − 1e-6), {@code start} (pass@1 at X = 0), {@code B} (steepness, within
 * 0.02 and 50), {@code Xmid} (unit of X, within e^±12 of the middle), {@code pA}, {@code pStart},
 * {@code pX} (within −5 and 5; dropped over one size). Source: ScaleRL, arXiv 2510.13786.
 */
final class SigmoidLaw implements ScalingLaw {

  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return Optional.of(new Model(this, frame));
  }

  private static final class Model extends BaseModel {
    private static final double SMALLEST = 1e-6;
    private static final double REACH = 12;
    private static final int FINAL = 0;
    private static final int FIRST = 1;
    private static final int LOG_MID = 2;
    private static final int LOG_B = 3;
    private static final int SLOPES = 4;
    private final boolean sloped;

    Model(ScalingLaw law, Frame frame) {
      super(law, frame, box(frame));
      sloped = sloped(frame);
      report("A", "pass@1", "asymptotic pass@1 at Nref", Kind.INTERCEPT, 0, 1 - SMALLEST);
      report("start", "pass@1", "pass@1 at X = 0 and Nref", Kind.INTERCEPT, 0, 1 - SMALLEST);
      report("B", "1", "steepness over ln X", Kind.EXPONENT, 0.02, 50);
      report(
          "Xmid",
          frame.axis().unit(),
          "X at half of the gain, at Nref",
          Kind.SCALE,
          frame.referenceX() * Math.exp(-REACH),
          frame.referenceX() * Math.exp(REACH));
      if (sloped) {
        report("pA", "1", "exponent of 1/N in the asymptotic loss", Kind.INTERCEPT, -5, 5);
        report("pStart", "1", "exponent of 1/N in the starting loss", Kind.INTERCEPT, -5, 5);
        report("pX", "1", "exponent of 1/N in Xmid", Kind.INTERCEPT, -5, 5);
        reportReferenceN();
      }
    }

    private static Box box(Frame frame) {
      Box box = new Box();
      box.addLog(SMALLEST, 1);
      box.addLog(SMALLEST, 1);
      box.add(-REACH, REACH);
      box.addLog(0.02, 50);
      for (int i = 0; sloped(frame) && i < 3; i++) {
        box.add(-5, 5);
      }
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double[] theta = new double[dimension()];
      theta[FINAL] = Math.log(lastLoss / 2);
      theta[FIRST] = Math.log(Math.min(1, firstLoss * 1.1));
      return clamp(theta);
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double last = theta[FINAL] - (sloped ? theta[SLOPES] * nu : 0);
      double first = theta[FIRST] - (sloped ? theta[SLOPES + 1] * nu : 0);
      double middle = theta[LOG_MID] - (sloped ? theta[SLOPES + 2] * nu : 0);
      double steepness = Math.exp(theta[LOG_B]);
      int width = dimension();
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = at * width;
        double q = steepness * (z[i] - middle);
        double gained = last - Logs.softplus(-q);
        double left = first - Logs.softplus(q);
        out[at] = Logs.add(gained, left);
        double gainedShare = Math.exp(gained - out[at]);
        double leftShare = Math.exp(left - out[at]);
        double weight = Logs.logistic(q);
        double slopeOfQ = gainedShare * (1 - weight) - leftShare * weight;
        jacobian[row + FINAL] = gainedShare;
        jacobian[row + FIRST] = leftShare;
        jacobian[row + LOG_MID] = -slopeOfQ * steepness;
        jacobian[row + LOG_B] = slopeOfQ * q;
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
      values[0] = 1 - Math.exp(theta[FINAL]);
      values[1] = 1 - Math.exp(theta[FIRST]);
      values[2] = Math.exp(theta[LOG_B]);
      values[3] = frame().referenceX() * Math.exp(theta[LOG_MID]);
      System.arraycopy(theta, SLOPES, values, SLOPES, theta.length - SLOPES);
      if (sloped) {
        values[theta.length] = frame().referenceN();
      }
      return values;
    }
  }
}
