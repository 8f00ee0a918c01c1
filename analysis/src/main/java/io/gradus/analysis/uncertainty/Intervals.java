package io.gradus.analysis.uncertainty;

import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.law.LawModel;
import io.gradus.analysis.law.Parameter;
import io.gradus.analysis.law.Parameter.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Intervals of parameters from bootstrap replicates: bias-corrected percentiles (Efron 1987) of the
 * values as reported, so that a parameter computed from several coordinates has its own.
 */
public final class Intervals {
  private static final double DECADE = 10;
  private static final double NEAR_BOUND = 1e-6;
  private static final double LARGEST_SHIFT = 1;

  private Intervals() {}

  /** An interval for every reported parameter. */
  public static List<ParameterInterval> of(Fit fit, List<double[]> replicates, double level) {
    LawModel model = fit.model();
    List<Parameter> parameters = model.parameters();
    double[] values = model.reported(fit.theta());
    double[][] drawn = new double[parameters.size()][replicates.size()];
    for (int b = 0; b < replicates.size(); b++) {
      double[] reported = model.reported(replicates.get(b));
      for (int p = 0; p < reported.length; p++) {
        drawn[p][b] = reported[p];
      }
    }
    List<ParameterInterval> intervals = new ArrayList<>();
    for (int p = 0; p < values.length; p++) {
      intervals.add(interval(parameters.get(p), values[p], drawn[p], level));
    }
    return intervals;
  }

  private static ParameterInterval interval(
      Parameter parameter, double value, double[] drawn, double level) {
    if (parameter.kind() == Kind.FIXED) {
      return new ParameterInterval(parameter, value, value, value, true, "");
    }
    if (drawn.length == 0) {
      return new ParameterInterval(
          parameter, value, Double.NaN, Double.NaN, false, "no replicates were computed");
    }
    double[] ends = biasCorrected(value, drawn, level);
    String reason = reason(parameter, ends[0], ends[1]);
    return new ParameterInterval(parameter, value, ends[0], ends[1], reason.isEmpty(), reason);
  }

  /**
   * The two ends at a level: percentiles moved by the share of replicates below the estimate. Sorts
   * {@code drawn}.
   *
   * <p>The move is bounded and the interval always holds the estimate: where a law does not fit,
   * the replicates' middle may lie far from it, and an unbounded move would shrink the interval to
   * one of its ends.
   */
  static double[] biasCorrected(double value, double[] drawn, double level) {
    Arrays.sort(drawn);
    double below = 0;
    for (double each : drawn) {
      below += each < value ? 1 : each == value ? 0.5 : 0;
    }
    int n = drawn.length;
    double share = Math.max(0.5 / n, Math.min(1 - 0.5 / n, below / n));
    double shift = Math.max(-LARGEST_SHIFT, Math.min(LARGEST_SHIFT, 2 * Normal.quantile(share)));
    double tail = Normal.quantile((1 - level) / 2);
    return new double[] {
      Math.min(value, percentile(drawn, Normal.cdf(shift + tail))),
      Math.max(value, percentile(drawn, Normal.cdf(shift - tail)))
    };
  }

  /** The percentile of sorted values, between neighbours by straight line, at (n + 1) p. */
  static double percentile(double[] sorted, double p) {
    double position = Math.max(0, Math.min(sorted.length - 1, (sorted.length + 1) * p - 1));
    int below = (int) Math.floor(position);
    int above = Math.min(sorted.length - 1, below + 1);
    double weight = position - below;
    return weight == 0 ? sorted[below] : sorted[below] * (1 - weight) + sorted[above] * weight;
  }

  /** Why the data do not determine a parameter, in words; empty when they do. */
  static String reason(Parameter parameter, double low, double high) {
    boolean positive = parameter.kind() == Kind.SCALE || parameter.kind() == Kind.EXPONENT;
    boolean atLower = near(low, parameter.lower(), positive);
    boolean atUpper = near(high, parameter.upper(), positive);
    String name = parameter.name();
    if (atLower && atUpper) {
      return "not identified: the interval of %s fills its whole range".formatted(name);
    }
    if (atUpper) {
      return "not identified: the interval of %s runs into its upper bound %s; any larger value fits"
          .formatted(name, digits(parameter.upper()));
    }
    if (atLower) {
      return "not identified: the interval of %s runs into its lower bound %s; any smaller value fits"
          .formatted(name, digits(parameter.lower()));
    }
    if (positive && (!(low > 0) || high / low > DECADE)) {
      return "not identified: the interval of %s spans more than a decade, %s to %s"
          .formatted(name, digits(low), digits(high));
    }
    return "";
  }

  /** Three significant digits without idle zeros; plain digits from a thousandth to a billion. */
  private static String digits(double value) {
    if (value == 0 || Double.isInfinite(value) || Double.isNaN(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3)).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= 1e-3 && size < 1e9
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%.2e", value);
  }

  private static boolean near(double end, double bound, boolean positive) {
    if (Double.isInfinite(bound)) {
      return false;
    }
    if (positive && bound > 0 && end > 0) {
      return Math.abs(Math.log(end / bound)) < 1e-3;
    }
    return Math.abs(end - bound) <= NEAR_BOUND * (1 + Math.abs(bound));
  }
}
