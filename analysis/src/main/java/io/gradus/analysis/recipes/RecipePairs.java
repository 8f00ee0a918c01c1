package io.gradus.analysis.recipes;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.recipes.RecipeEffect.Measure;
import io.gradus.analysis.recipes.RecipeRun.PairKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Differences within pairs of runs: same model, problems and seed, two recipes.
 *
 * @param cells runs by recipe and what they are paired by
 * @param points of each run
 */
record RecipePairs(
    SortedMap<String, SortedMap<PairKey, RecipeRun>> cells, Map<String, List<CurvePoint>> points) {

  /**
   * Least gain of pass@1, from the start to the lower of a pair's levels, that a speed can be read
   * from.
   */
  static final double LEAST_GAIN = 0.04;

  /** Less than this from the third to the last quarter of the steps is no rise. */
  private static final double LEAST_RISE = 0.01;

  /** One minus the other, a number for each pair; NaN where nothing can be said. */
  double[] differences(String recipe, String against, Measure measure) {
    SortedMap<PairKey, RecipeRun> others = cells.get(against);
    return cells.get(recipe).entrySet().stream()
        .filter(e -> others.containsKey(e.getKey()))
        .mapToDouble(
            e -> difference(progress(e.getValue()), progress(others.get(e.getKey())), measure))
        .toArray();
  }

  private double difference(Progress one, Progress other, Measure measure) {
    int end = Math.min(one.lastStep(), other.lastStep());
    return switch (measure) {
      case LEVEL -> one.level(end) - other.level(end);
      case STEPS -> speed(one, other, end, CurvePoint::step);
      case COMPUTE -> speed(one, other, end, CurvePoint::compute);
    };
  }

  /** Natural log of the ratio of what both needed to get halfway to the lower of their levels. */
  private static double speed(
      Progress one, Progress other, int end, ToDoubleFunction<CurvePoint> x) {
    double start = (one.start() + other.start()) / 2;
    double gain = Math.min(one.level(end), other.level(end)) - start;
    if (!(gain >= LEAST_GAIN)) {
      return Double.NaN;
    }
    double target = start + gain / 2;
    return Math.log(one.reached(target, end, x) / other.reached(target, end, x));
  }

  /**
   * Mean rise of each size's runs from the third to the last quarter of their steps, where it is
   * shown to be there and is a point of pass@1 or more. A run counts for its model, problems and
   * seed, over recipes, which share these.
   */
  SortedMap<Double, Double> rising() {
    SortedMap<PairKey, List<Double>> byKey = new TreeMap<>();
    for (SortedMap<PairKey, RecipeRun> runs : cells.values()) {
      runs.forEach(
          (key, run) -> {
            Progress progress = progress(run);
            byKey
                .computeIfAbsent(key, k -> new ArrayList<>())
                .add(progress.rise(progress.lastStep()));
          });
    }
    SortedMap<Double, List<Double>> bySize = new TreeMap<>();
    byKey.forEach(
        (key, rises) ->
            bySize
                .computeIfAbsent(key.params(), n -> new ArrayList<>())
                .add(rises.stream().mapToDouble(r -> r).average().orElse(Double.NaN)));
    SortedMap<Double, Double> rising = new TreeMap<>();
    bySize.forEach(
        (params, rises) -> {
          Paired rise = Paired.of(rises.stream().mapToDouble(r -> r).toArray());
          if (rise.differs() < 0.05 && rise.mean() >= LEAST_RISE) {
            rising.put(params, rise.mean());
          }
        });
    return rising;
  }

  private Progress progress(RecipeRun run) {
    return new Progress(points.get(run.runId()));
  }
}
