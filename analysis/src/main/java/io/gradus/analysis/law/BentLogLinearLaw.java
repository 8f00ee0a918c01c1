package io.gradus.analysis.law;

import io.gradus.analysis.law.Parameter.Kind;
import java.util.Optional;

/**
 * The paper's law where curves bend in log–log: ln L = e − k(N)·(1 − Y^−c)/c, Y = (X + X1)/(Xref +
 * X1), k(N) = Kmax / (1 + N0/N), with a level e of its own for every size. For c → 0 and X1 → 0 it
 * is the log-linear law; with larger c curves fall ever more slowly, to the floor exp(e − k/c); X1
 * delays their beginning.
 *
 * <p>Parameters: {@code Kmax}, {@code N0} as in the log-linear law (k is the slope at Xref); {@code
 * c} (within 0.01 and 3); {@code X1} (within 1/10,000 and 10 times Xref); {@code e[N]} (log10 loss
 * at Xref) for every size. Over one size: {@code k}, {@code c}, {@code X1}, {@code e}. Source:
 * ours; the form in X is Box and Cox's (1964). A size that no run has takes its level from the
 * nearest, as in the log-linear law.
 */
final class BentLogLinearLaw implements ScalingLaw {

  @Override
  public String name() {
    return "log-linear-bent";
  }

  @Override
  public Optional<LawModel> bind(Frame frame) {
    return Optional.of(
        BaseModel.sloped(frame) ? new ManySizes(this, frame) : new OneSize(this, frame));
  }

  private static final class ManySizes extends BaseModel {
    private static final int LOG_K = 0;
    private static final int LOG_N0 = 1;
    private static final int LOG_C = 2;
    private static final int DELAY = 3;
    private static final int LEVELS = 4;
    private final SizeLevels sizes;

    ManySizes(ScalingLaw law, Frame frame) {
      super(law, frame, box(frame));
      sizes = new SizeLevels(frame);
      LearningEfficiency.report(this, frame);
      Bending.report(this, frame);
      for (double size : frame.sizes()) {
        String name = Logs.size(size);
        report("e[" + name + "]", "log10 loss", "level at Xref of size " + name, Kind.INTERCEPT);
      }
      Bending.reportReferenceX(this, frame);
    }

    private static Box box(Frame frame) {
      Box box = new Box();
      LearningEfficiency.addK(box);
      LearningEfficiency.addN0(box, frame);
      Bending.addC(box);
      Bending.addDelay(box);
      for (int i = 0; i < frame.sizes().size(); i++) {
        box.add(-60, 60);
      }
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      double[] theta = new double[dimension()];
      theta[LOG_K] = LearningEfficiency.startLogK(firstLoss, lastLoss, span);
      theta[LOG_C] = Bending.startLogC();
      theta[DELAY] = Bending.startDelay();
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
        Bending bent = Bending.at(z[i], theta[LOG_C], theta[DELAY]);
        double fallen = k * bent.h();
        out[at] = level - fallen;
        jacobian[row + LOG_K] = -fallen;
        jacobian[row + LOG_N0] = -fallen * slope;
        jacobian[row + LOG_C] = -k * bent.ofLogC();
        jacobian[row + DELAY] = -k * bent.ofDelay();
        System.arraycopy(weights, 0, jacobian, row + LEVELS, weights.length);
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double[] values = new double[theta.length + 1];
      values[0] = LearningEfficiency.kMax(theta[LOG_K], theta[LOG_N0]);
      values[1] = LearningEfficiency.n0(frame(), theta[LOG_N0]);
      values[2] = Math.exp(theta[LOG_C]);
      values[3] = frame().referenceX() * Math.exp(theta[DELAY]);
      for (int s = 0; s < sizes.count(); s++) {
        values[LEVELS + s] = theta[LEVELS + s] / Logs.LN10;
      }
      values[theta.length] = frame().referenceX();
      return values;
    }
  }

  private static final class OneSize extends BaseModel {
    private static final int LOG_K = 0;
    private static final int LOG_C = 1;
    private static final int DELAY = 2;
    private static final int LEVEL = 3;

    OneSize(ScalingLaw law, Frame frame) {
      super(law, frame, box());
      report("k", "1", "slope at Xref", Kind.EXPONENT, 1e-5, 50);
      Bending.report(this, frame);
      report("e", "log10 loss", "level at Xref", Kind.INTERCEPT);
      Bending.reportReferenceX(this, frame);
    }

    private static Box box() {
      Box box = new Box();
      LearningEfficiency.addK(box);
      Bending.addC(box);
      Bending.addDelay(box);
      box.add(-60, 60);
      return box;
    }

    @Override
    public double[] start(double firstLoss, double lastLoss, double span) {
      return clamp(
          new double[] {
            LearningEfficiency.startLogK(firstLoss, lastLoss, span),
            Bending.startLogC(),
            Bending.startDelay(),
            Math.log(firstLoss * lastLoss) / 2
          });
    }

    @Override
    public void evaluate(
        double[] theta, double nu, double[] z, int from, int to, double[] out, double[] jacobian) {
      double k = Math.exp(theta[LOG_K]);
      int width = dimension();
      for (int i = from; i < to; i++) {
        int at = i - from;
        int row = at * width;
        Bending bent = Bending.at(z[i], theta[LOG_C], theta[DELAY]);
        double fallen = k * bent.h();
        out[at] = theta[LEVEL] - fallen;
        jacobian[row + LOG_K] = -fallen;
        jacobian[row + LOG_C] = -k * bent.ofLogC();
        jacobian[row + DELAY] = -k * bent.ofDelay();
        jacobian[row + LEVEL] = 1;
      }
    }

    @Override
    public double[] reported(double[] theta) {
      double x = frame().referenceX();
      return new double[] {
        Math.exp(theta[LOG_K]),
        Math.exp(theta[LOG_C]),
        x * Math.exp(theta[DELAY]),
        theta[LEVEL] / Logs.LN10,
        x
      };
    }
  }
}
