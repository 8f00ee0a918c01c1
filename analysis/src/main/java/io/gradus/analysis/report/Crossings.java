package io.gradus.analysis.report;

import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.Quantiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Where the curves of neighbouring sizes cross over compute: up to there the smaller model has the
 * lower loss, from there on the larger. By the law that fits each size best when it is fitted alone
 * (least BIC), within the range that both sizes were measured in.
 */
final class Crossings {
  private static final int GRID = 200;
  private static final double MOST_CROSS = 0.9;

  /**
   * A crossing.
   *
   * @param compute where the fitted curves cross
   * @param low lower end of its interval over the replicates; those few that do not cross within
   *     the range count as its end
   * @param high upper end
   */
  record Crossing(
      ModelLine models, double small, double large, double compute, double low, double high) {}

  private Crossings() {}

  /** All crossings at which the larger size takes over. */
  static List<Crossing> of(StudyView view) {
    List<Crossing> crossings = new ArrayList<>();
    for (ModelLine models : view.lines()) {
      TreeMap<Double, List<CurvePoint>> sizes =
          StudyView.by(
              StudyView.where(view.plain(), p -> ModelLine.of(p).equals(models) && p.compute() > 0),
              CurvePoint::params);
      for (double small : sizes.keySet()) {
        Double large = sizes.higherKey(small);
        if (large != null) {
          double low = Math.max(end(sizes.get(small), false), end(sizes.get(large), false));
          double high = Math.min(end(sizes.get(small), true), end(sizes.get(large), true));
          Optional<LawReport> a = alone(view, models, small);
          Optional<LawReport> b = alone(view, models, large);
          if (low < high && a.isPresent() && b.isPresent()) {
            double[] budgets = spaced(low, high);
            crossing(models, small, large, a.get(), b.get(), budgets).ifPresent(crossings::add);
          }
        }
      }
    }
    return crossings;
  }

  private static Optional<LawReport> alone(StudyView view, ModelLine models, double params) {
    Scope scope = new Scope.OneSize(params);
    return view.laws().reports(Axis.COMPUTE, view.key(models)).stream()
        .filter(r -> r.fit().scope().equals(scope))
        .min(Comparator.comparingDouble(r -> r.fit().bic()));
  }

  private static double end(List<CurvePoint> points, boolean last) {
    var compute = points.stream().mapToDouble(CurvePoint::compute);
    return last ? compute.max().orElseThrow() : compute.min().orElseThrow();
  }

  private static double[] spaced(double low, double high) {
    double[] budgets = new double[GRID];
    for (int i = 0; i < GRID; i++) {
      budgets[i] = low * Math.pow(high / low, i / (GRID - 1.0));
    }
    return budgets;
  }

  private static Optional<Crossing> crossing(
      ModelLine models, double small, double large, LawReport a, LawReport b, double[] budgets) {
    OptionalDouble at = takesOver(a.fit().function(), b.fit().function(), small, large, budgets);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    int count = Math.min(a.replicates().size(), b.replicates().size());
    double[] drawn = new double[count];
    int crossed = 0;
    for (int r = 0; r < count; r++) {
      LawFunction smaller = a.replicates().get(r);
      LawFunction larger = b.replicates().get(r);
      double last = budgets[GRID - 1];
      boolean ahead = larger.predict(large, budgets[0]) < smaller.predict(small, budgets[0]);
      OptionalDouble own = takesOver(smaller, larger, small, large, budgets);
      crossed += own.isPresent() ? 1 : 0;
      drawn[r] = Math.log(own.orElse(ahead ? budgets[0] : last));
    }
    if (crossed < MOST_CROSS * count) {
      return Optional.empty();
    }
    double[] ends =
        count == 0
            ? new double[] {Double.NaN, Double.NaN}
            : Quantiles.around(Math.log(at.getAsDouble()), drawn, a.level());
    return Optional.of(
        new Crossing(models, small, large, at.getAsDouble(), Math.exp(ends[0]), Math.exp(ends[1])));
  }

  /** The first budget from which on the larger size has the lower loss, if it begins higher. */
  private static OptionalDouble takesOver(
      LawFunction smaller, LawFunction larger, double small, double large, double[] budgets) {
    double before = 0;
    for (int i = 0; i < budgets.length; i++) {
      double gap =
          Math.log(larger.predict(large, budgets[i]))
              - Math.log(smaller.predict(small, budgets[i]));
      if (i == 0 && gap <= 0) {
        return OptionalDouble.empty();
      }
      if (gap <= 0) {
        double share = before / (before - gap);
        return OptionalDouble.of(budgets[i - 1] * Math.pow(budgets[i] / budgets[i - 1], share));
      }
      before = gap;
    }
    return OptionalDouble.empty();
  }
}
