package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.Band;
import io.gradus.analysis.uncertainty.Quantiles;
import java.io.Serializable;
import java.util.List;

/**
 * A fitted law with all that a prediction needs: its replicates, where its data end, and how far it
 * was off where it could be checked.
 *
 * @param law the law's name
 * @param axis what X is
 * @param key whose curves it was fitted to
 * @param scope all of their sizes, or one alone
 * @param fit the fitted loss
 * @param replicates the bootstrap's losses
 * @param largestX where its data end in X
 * @param error geometric mean of its held-out errors in log loss; NaN where nothing could be hidden
 * @param misfits how far it was off in log loss, by what was hidden
 */
public record PredictiveLaw(
    String law,
    Axis axis,
    CurveKey key,
    Scope scope,
    LawFunction fit,
    List<LawFunction> replicates,
    double largestX,
    double error,
    Misfits misfits)
    implements Serializable {
  private static final double NEAR = 2;

  /**
   * Errors beyond noise (for steps also beyond parameter uncertainty), as standard deviations of
   * log loss; 0 where it was not or could not be checked.
   *
   * @param twice predicting up to twice the steps seen
   * @param further predicting up to four times the steps seen
   * @param nextSize predicting the next larger size
   * @param largerSize predicting the one after it
   */
  public record Misfits(double twice, double further, double nextSize, double largerSize)
      implements Serializable {

    static Misfits of(List<HeldOutScore> scores) {
      return new Misfits(
          of(scores, Split.FIRST_HALF),
          of(scores, Split.FIRST_QUARTER),
          of(scores, Split.WITHOUT_LARGEST),
          of(scores, Split.WITHOUT_TWO_LARGEST));
    }

    /**
     * What predictions were off by where as much was hidden; of steps between twice and four times
     * those seen in between, by the logarithm.
     *
     * @param steps X over the largest X seen
     * @param sizes N over the largest N seen
     */
    public double at(double steps, double sizes) {
      double far = Math.max(0, Math.min(1, Math.log(steps / NEAR) / Math.log(NEAR)));
      double ofSteps = steps <= 1 ? 0 : twice + far * (further - twice);
      double farther = Math.max(nextSize, largerSize);
      double ofSizes = sizes <= 1 ? 0 : sizes <= NEAR * NEAR ? nextSize : farther;
      return Math.hypot(ofSteps, ofSizes);
    }

    private static double of(List<HeldOutScore> scores, Split split) {
      return scores.stream()
          .filter(s -> s.split() == split)
          .mapToDouble(HeldOutScore::misfit)
          .findFirst()
          .orElse(0);
    }
  }

  /** Copies the replicates. */
  public PredictiveLaw {
    replicates = List.copyOf(replicates);
  }

  /** The predictive side of a report. */
  public static PredictiveLaw of(LawReport report) {
    return new PredictiveLaw(
        report.fit().law(),
        report.fit().axis(),
        report.fit().key(),
        report.fit().scope(),
        report.fit().function(),
        report.replicates(),
        report.fit().largestX(),
        error(report.heldOut()),
        Misfits.of(report.heldOut()));
  }

  private static double error(List<HeldOutScore> scores) {
    return Math.exp(
        scores.stream()
            .mapToDouble(s -> Math.log(Math.max(1e-12, s.error())))
            .average()
            .orElse(Double.NaN));
  }

  /** How many times beyond the largest fitted X or N a point lies, at least 1. */
  public double extrapolation(double params, double x) {
    return Math.max(1, Math.max(x / largestX, params / largestSize()));
  }

  /** The largest size it was fitted to. */
  public double largestSize() {
    List<Double> sizes = fit.model().frame().sizes();
    return sizes.get(sizes.size() - 1);
  }

  /**
   * Standard deviation, in log loss, by which the law itself may be off: what it was off by where
   * as much was hidden from it.
   *
   * @param steps X over the largest X seen
   * @param sizes N over the largest N seen
   */
  public double misfit(double steps, double sizes) {
    return misfits.at(steps, sizes);
  }

  /** Predicted loss with the interval of replicates and misfit together. */
  public Band band(double params, double x, double level) {
    double misfit = misfit(x / largestX, params / largestSize());
    return band(params, x, level, 0, misfit);
  }

  /**
   * Predicted loss of a run that is known to lie off the law.
   *
   * @param offset by how much, in log loss
   * @param deviation standard deviation of all that the replicates do not hold, in log loss
   */
  public Band band(double params, double x, double level, double offset, double deviation) {
    double center = Math.log(fit.predict(params, x));
    double[] losses =
        replicates.stream().mapToDouble(f -> Math.log(f.predict(params, x))).toArray();
    double[] ends = Quantiles.around(center, losses, level);
    double tail = -Quantiles.normal((1 - level) / 2);
    double more = tail * deviation;
    return new Band(
        capped(center + offset),
        capped(center + offset - Math.hypot(center - ends[0], more)),
        capped(center + offset + Math.hypot(ends[1] - center, more)));
  }

  /** Standard deviation of the log loss that the replicates give. */
  public double deviation(double params, double x, double level) {
    return deviation(
        Math.log(fit.predict(params, x)),
        replicates.stream().mapToDouble(f -> Math.log(f.predict(params, x))).toArray(),
        level);
  }

  /** By how much the log loss changes from one point to another. */
  public double change(double params, double x, double otherParams, double otherX) {
    return change(fit, params, x, otherParams, otherX);
  }

  /** Standard deviation of {@link #change} that the replicates give. */
  public double changeDeviation(
      double params, double x, double otherParams, double otherX, double level) {
    return deviation(
        change(params, x, otherParams, otherX),
        replicates.stream().mapToDouble(f -> change(f, params, x, otherParams, otherX)).toArray(),
        level);
  }

  private static double change(
      LawFunction law, double params, double x, double otherParams, double otherX) {
    return Math.log(law.predict(otherParams, otherX)) - Math.log(law.predict(params, x));
  }

  private static double deviation(double center, double[] drawn, double level) {
    double[] ends = Quantiles.around(center, drawn, level);
    return (ends[1] - ends[0]) / 2 / -Quantiles.normal((1 - level) / 2);
  }

  private static double capped(double logLoss) {
    return Math.exp(Math.min(0, logLoss));
  }
}
