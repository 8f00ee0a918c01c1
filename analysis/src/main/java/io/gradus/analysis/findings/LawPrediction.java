package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The law log10 L = E − k·log10 X, predicting what it did not see: observed less predicted mean
 * log10 loss.
 *
 * <p>Later steps: a straight line for each run through its first quarter of points predicts the
 * mean of its last quarter. A larger size: the lines of all smaller sizes give k by k(N) = Kmax/(1
 * + N0/N), and the level by the straight line over log N through the three nearest sizes, at the
 * middle of their X; nothing is refitted on the larger size, whose second half is predicted. The
 * error of a prediction joins those of the lines and of the evaluations that it is compared with.
 */
final class LawPrediction {
  private static final int SHARE_SEEN = 4;
  private static final int NEAREST = 3;
  private static final int FEWEST_SIZES = 3;

  private LawPrediction() {}

  /**
   * Adds the last quarter of each size's runs.
   *
   * @param margin in log10 loss: how far off still counts as predicted
   */
  static void laterSteps(Contrasts contrasts, Study study, Axis axis, double margin) {
    study
        .cells(axis, CurvePoint::params)
        .forEach(
            (models, cells) -> {
              TreeMap<Double, Sample> sizes = new TreeMap<>();
              cells.forEach(
                  (params, curves) -> {
                    List<Estimate> errors =
                        curves.stream()
                            .filter(c -> c.points().size() >= SHARE_SEEN * Efficiency.FEWEST_POINTS)
                            .map(c -> laterError(c, axis))
                            .toList();
                    if (!errors.isEmpty()) {
                      sizes.put(params, sample(errors));
                    }
                  });
              Sample.Spread spread = spread(sizes);
              sizes.forEach(
                  (params, errors) ->
                      add(
                          contrasts,
                          Part.Claim.LATER_STEPS,
                          models,
                          params,
                          errors.size(),
                          errors.estimate(spread),
                          margin));
            });
  }

  /**
   * Adds the largest size of each line of models that has two smaller ones.
   *
   * @param margin in log10 loss: how far off still counts as predicted
   */
  static void largerSize(Contrasts contrasts, Study study, Axis axis, Part part, double margin) {
    study
        .cells(axis, CurvePoint::params)
        .forEach(
            (models, cells) -> {
              TreeMap<Double, List<RunCurve>> fitted = new TreeMap<>();
              cells.forEach(
                  (params, curves) -> {
                    List<RunCurve> fittable =
                        curves.stream()
                            .filter(c -> c.points().size() >= Efficiency.FEWEST_POINTS)
                            .toList();
                    if (!fittable.isEmpty()) {
                      fitted.put(params, fittable);
                    }
                  });
              if (fitted.size() >= FEWEST_SIZES) {
                Map.Entry<Double, List<RunCurve>> hidden = fitted.pollLastEntry();
                add(
                    contrasts,
                    part,
                    models,
                    hidden.getKey(),
                    hidden.getValue().size(),
                    largerError(fitted, hidden, axis),
                    margin);
              }
            });
  }

  private static void add(
      Contrasts contrasts,
      Part part,
      ModelLine models,
      double params,
      int runs,
      Estimate error,
      double margin) {
    contrasts.add(
        part,
        Within.of(models),
        new Compared.AtSize(params),
        "observed over predicted loss",
        runs,
        error,
        Contrasts.Unit.RATIO,
        new Contrasts.Claim.Near(margin));
  }

  private static Estimate laterError(RunCurve curve, Axis axis) {
    int quarter = curve.points().size() / SHARE_SEEN;
    List<CurvePoint> last =
        curve.points().subList(curve.points().size() - quarter, curve.points().size());
    Efficiency line =
        Efficiency.of(new RunCurve(curve.run(), curve.points().subList(0, quarter)), axis);
    return observed(last).minus(line.at(middle(last, axis)));
  }

  private static Estimate largerError(
      TreeMap<Double, List<RunCurve>> fitted, Map.Entry<Double, List<RunCurve>> hidden, Axis axis) {
    double middle =
        fitted.values().stream()
            .mapToDouble(
                runs ->
                    runs.stream()
                        .mapToDouble(c -> middle(c.points(), axis))
                        .average()
                        .orElseThrow())
            .average()
            .orElseThrow();
    TreeMap<Double, Sample> ks = new TreeMap<>();
    TreeMap<Double, Sample> levels = new TreeMap<>();
    fitted.forEach(
        (params, runs) -> {
          List<Efficiency> lines = runs.stream().map(c -> Efficiency.of(c, axis)).toList();
          ks.put(params, new Sample(values(lines, Efficiency::k), values(lines, Efficiency::se)));
          levels.put(params, sample(lines.stream().map(l -> l.at(middle)).toList()));
        });
    List<Estimate> observed = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    for (RunCurve run : hidden.getValue()) {
      List<CurvePoint> half = run.points().subList(run.points().size() / 2, run.points().size());
      observed.add(observed(half));
      at.add(middle(half, axis));
    }
    double x = at.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    Sample.Spread levelSpread = spread(levels);
    return sample(observed)
        .estimate(levelSpread)
        .minus(
            predicted(
                hidden.getKey(),
                estimates(ks, spread(ks)),
                estimates(levels, levelSpread),
                x - middle));
  }

  /** The law's log10 loss at a size, with the error that the errors of ks and levels give it. */
  private static Estimate predicted(
      double size, TreeMap<Double, Estimate> ks, TreeMap<Double, Estimate> levels, double beyond) {
    double[] sizes = ks.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] k = ks.values().stream().mapToDouble(Estimate::value).toArray();
    double[] errors = ks.values().stream().mapToDouble(Estimate::se).toArray();
    double slope = SaturatingEfficiency.of(sizes, k, errors).at(size);
    double variance = 0;
    for (int i = 0; i < k.length; i++) {
      double kept = k[i];
      k[i] = kept + errors[i];
      double moved = SaturatingEfficiency.of(sizes, k, errors).at(size) - slope;
      k[i] = kept;
      variance += moved * moved * beyond * beyond;
    }
    List<Map.Entry<Double, Estimate>> nearest = new ArrayList<>(levels.entrySet());
    nearest = nearest.subList(Math.max(0, nearest.size() - NEAREST), nearest.size());
    double mean = nearest.stream().mapToDouble(e -> Math.log(e.getKey())).average().orElseThrow();
    double squares =
        nearest.stream().mapToDouble(e -> Math.pow(Math.log(e.getKey()) - mean, 2)).sum();
    double level = 0;
    double freedom = Double.POSITIVE_INFINITY;
    for (Map.Entry<Double, Estimate> near : nearest) {
      double weight =
          1.0 / nearest.size()
              + (Math.log(size) - mean) * (Math.log(near.getKey()) - mean) / squares;
      level += weight * near.getValue().value();
      variance += Math.pow(weight * near.getValue().se(), 2);
      freedom = Math.min(freedom, near.getValue().freedom());
    }
    return new Estimate(level - slope * beyond, Math.sqrt(variance), freedom);
  }

  private static TreeMap<Double, Estimate> estimates(
      TreeMap<Double, Sample> sizes, Sample.Spread spread) {
    TreeMap<Double, Estimate> estimates = new TreeMap<>();
    sizes.forEach((params, sample) -> estimates.put(params, sample.estimate(spread)));
    return estimates;
  }

  private static Sample.Spread spread(TreeMap<Double, Sample> sizes) {
    List<Sample> samples = List.copyOf(sizes.values());
    return Sample.Spread.of(samples, samples.stream().mapToInt(s -> s.size() - 1).sum());
  }

  private static Sample sample(List<Estimate> estimates) {
    return new Sample(values(estimates, Estimate::value), values(estimates, Estimate::se));
  }

  private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).toArray();
  }

  private static double middle(List<CurvePoint> points, Axis axis) {
    return points.stream().mapToDouble(p -> Math.log10(axis.of(p))).average().orElseThrow();
  }

  /** Mean log10 loss; the same problems are answered at each evaluation. */
  private static Estimate observed(List<CurvePoint> points) {
    double mean = points.stream().mapToDouble(RunCurve::logLoss).average().orElseThrow();
    double error = points.stream().mapToDouble(RunCurve::logLossError).average().orElseThrow();
    return new Estimate(mean, error * RunCurve.averaged(points.size()), Double.POSITIVE_INFINITY);
  }
}
