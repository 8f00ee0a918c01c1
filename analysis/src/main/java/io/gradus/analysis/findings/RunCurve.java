package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run's measured curve on one benchmark, in the order of its steps.
 *
 * @param run any of its points, for what the run was
 * @param points all points of the run
 */
record RunCurve(CurvePoint run, List<CurvePoint> points) {
  private static final double LN10 = Math.log(10);
  private static final double SMALLEST_LOSS = 1e-4;
  private static final double UNKNOWN_ERROR = 0.02;
  private static final double SHARED = 0.2;

  /** The curves of a benchmark, a run each, in the order of run ids. */
  static List<RunCurve> of(List<CurvePoint> points, String benchmark) {
    Map<String, List<CurvePoint>> byRun = new TreeMap<>();
    for (CurvePoint p : points) {
      if (p.benchmark().equals(benchmark)) {
        byRun.computeIfAbsent(p.runId(), r -> new ArrayList<>()).add(p);
      }
    }
    return byRun.values().stream()
        .map(
            ps -> {
              List<CurvePoint> sorted =
                  ps.stream().sorted(Comparator.comparingInt(CurvePoint::step)).toList();
              return new RunCurve(sorted.get(0), sorted);
            })
        .toList();
  }

  /** The same curve at positive, known X only. */
  RunCurve along(Axis axis) {
    return new RunCurve(run, points.stream().filter(p -> axis.of(p) > 0).toList());
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  double first(Axis axis) {
    return axis.of(points.get(0));
  }

  double last(Axis axis) {
    return axis.of(points.get(points.size() - 1));
  }

  /** Mean of log10 loss over budgets within the curve's range, interpolated in log X. */
  double meanLogLoss(Axis axis, double[] budgets) {
    double sum = 0;
    for (double budget : budgets) {
      sum += at(axis, budget, Quantity.LOG_LOSS);
    }
    return sum / budgets.length;
  }

  /**
   * Standard error of {@link #meanLogLoss} in a comparison with another run on the same problems.
   *
   * <p>How hard the problems are cancels in such a comparison, and answers are sampled anew at each
   * evaluation, so most of the error averages out over evaluations. What does not is a model's luck
   * with these very problems: {@value #SHARED} of the variance is taken to be that.
   */
  double meanLogLossError(Axis axis, double[] budgets) {
    double sum = 0;
    for (double budget : budgets) {
      sum += at(axis, budget, Quantity.ERROR);
    }
    double low = budgets[0] * (1 - 1e-9);
    double high = budgets[budgets.length - 1] * (1 + 1e-9);
    long within = points.stream().filter(p -> axis.of(p) >= low && axis.of(p) <= high).count();
    double evaluations = Math.max(1, Math.min(budgets.length, within));
    return sum / budgets.length * averaged(evaluations);
  }

  /** What the mean over evaluations of a run leaves of the error of one. */
  static double averaged(double evaluations) {
    return Math.sqrt(SHARED + (1 - SHARED) / evaluations);
  }

  private enum Quantity {
    LOG_LOSS {
      @Override
      double of(CurvePoint p) {
        return logLoss(p);
      }
    },
    ERROR {
      @Override
      double of(CurvePoint p) {
        return logLossError(p);
      }
    };

    abstract double of(CurvePoint p);
  }

  private double at(Axis axis, double x, Quantity quantity) {
    for (int i = 0; i + 1 < points.size(); i++) {
      double x0 = axis.of(points.get(i));
      double x1 = axis.of(points.get(i + 1));
      if (x >= x0 * (1 - 1e-12) && x <= x1 * (1 + 1e-12) && x1 > x0) {
        double share = Math.log(x / x0) / Math.log(x1 / x0);
        double q0 = quantity.of(points.get(i));
        return q0 + share * (quantity.of(points.get(i + 1)) - q0);
      }
    }
    throw new IllegalArgumentException(
        "Run %s has no %s around %s, it goes from %s to %s"
            .formatted(run.runId(), axis.column(), x, first(axis), last(axis)));
  }

  /** log10 of a point's loss; a perfect score counts as half a wrong answer. */
  static double logLoss(CurvePoint p) {
    return Math.log10(Math.max(p.loss(), floor(p)));
  }

  /** Standard error of {@link #logLoss} as the evaluation alone gives it. */
  static double logLossError(CurvePoint p) {
    double se = Double.isNaN(p.se()) ? UNKNOWN_ERROR : p.se();
    return se / (Math.max(p.loss(), floor(p)) * LN10);
  }

  private static double floor(CurvePoint p) {
    return p.problems() == 0 ? SMALLEST_LOSS : 0.5 / (p.problems() + 1);
  }
}
