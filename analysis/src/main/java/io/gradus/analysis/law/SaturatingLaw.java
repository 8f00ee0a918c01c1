package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * The saturating form L = [(N0/N)^β + B0(N)/(X + C0(N))]^α with B0(N) = B0·(Nref/N)^pB and C0(N) =
 * C0·(Nref/N)^pC.
 *
 * <p>Parameters: {@code alpha} (within 0.01 and 20), {@code beta} (0.01 to 20), {@code N0}
 * (parameters), {@code B0}, {@code C0} (unit of X, at Nref), {@code pB}, {@code pC} (within −5 and
 * 5). Where the first term is lost in the second over all data, β and N0 say nothing, and are
 * reported so. Source: arXiv 2509.25300, after arXiv 2001.08361; the two power functions of N are
 * ours.
 */
final class SaturatingLaw implements ScalingLaw {

  @Override
  public String name() {
    return "saturating";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return BaseModel.sloped(frame) ? Optional.of(new Model(this, frame)) : Optional.empty();
  }

  private static final class Model extends BaseModel {
    private static final double REACH = 15;
    private static final int LOG_ALPHA = 0;
    private static final int N_TERM = 1;
    private static final int LOG_BETA = 2;
    private static final int LOG_B = 3;
    private static final int P_B = 4;
    private static final int LOG_C = 5;
    private static final int P_C = 6;

    Model(ScalingLaw law, Frame frame) {
      super(law, frame, box());
      String unit = frame.axis().unit();
      report("alpha", "1", "outer exponent", Kind.EXPONENT, 0.01, 20);
      report("beta", "1", "exponent of N", Kind.EXPONENT, 0.01, 20);
      report("N0", "parameters", "size scale of the term that X cannot lower", Kind.SCALE);
      report("B0", unit, "amplitude of the term that X lowers, at Nref", Kind.SCALE);
      report("pB", "1", "exponent of 1/N in B0(N)", Kind.INTERCEPT, -5, 5);
      report(
          "C0",
          unit,
          "offset of X at Nref",
          Kind.SCALE,
          frame.referenceX() * Math.exp(-REACH),
          frame.referenceX() * Math.exp(REACH));
      report("pC", "1", "exponent of 1/N in C0(N)", Kind.INTERCEPT, -5, 5);
      reportReferenceN();
    }

    private static Box box() {
      Box box = new Box();
      box.addLog(0.01, 20);
      box.add(-60, 20);
      box.addLog(0.01, 20);
      box.add(-60, 40);
      box.add(-5, 5);
      box.add(-REACH, REACH);
      box.add(-5, 5);
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double alpha = 0.3;
      double first = Math.log(firstLoss) / alpha;
      double last = Math.log(lastLoss) / alpha;
      return clamp(new double[] {Math.log(alpha), last - 1, Math.log(0.5), first, 0, -span / 2, 0});
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double alpha = Math.exp(theta[LOG_ALPHA]);
      double beta = Math.exp(theta[LOG_BETA]);
      double sizeTerm = theta[N_TERM] - beta * nu;
      double amplitude = theta[LOG_B] - theta[P_B] * nu;
      double offset = theta[LOG_C] - theta[P_C] * nu;
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = 7 * at;
        double shifted = Logs.add(z[i], offset);
        double xTerm = amplitude - shifted;
        double inside = Logs.add(sizeTerm, xTerm);
        double sizeShare = alpha * Math.exp(sizeTerm - inside);
        double xShare = alpha - sizeShare;
        double offsetShare = -xShare * Math.exp(offset - shifted);
        out[at] = alpha * inside;
        jacobian[row + LOG_ALPHA] = out[at];
        jacobian[row + N_TERM] = sizeShare;
        jacobian[row + LOG_BETA] = -sizeShare * beta * nu;
        jacobian[row + LOG_B] = xShare;
        jacobian[row + P_B] = -xShare * nu;
        jacobian[row + LOG_C] = offsetShare;
        jacobian[row + P_C] = -offsetShare * nu;
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double beta = Math.exp(theta[LOG_BETA]);
      return new double[] {
        Math.exp(theta[LOG_ALPHA]),
        beta,
        frame().referenceN() * Math.exp(theta[N_TERM] / beta),
        frame().referenceX() * Math.exp(theta[LOG_B]),
        theta[P_B],
        frame().referenceX() * Math.exp(theta[LOG_C]),
        theta[P_C],
        frame().referenceN()
      };
    }
  }
}
