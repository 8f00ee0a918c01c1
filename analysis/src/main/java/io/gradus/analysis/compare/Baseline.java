package io.gradus.analysis.compare;

import io.gradus.analysis.compare.Scored.Predictions;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The prediction that needs no law: a run stays at its last level, and a larger size does no better
 * than the largest one seen at the same X.
 *
 * <p>A level is the mean log loss of the nearest few points (a tenth of them, three at least); its
 * interval has binomial noise of that mean and of the point itself.
 */
public final class Baseline {
  /**
   * A level and how sure it is.
   *
   * @param logLoss mean log loss of the nearest points
   * @param deviation its standard deviation
   */
  public record Level(double logLoss, double deviation) {}

  private static final double SHARE = 0.1;
  private static final int LEAST = 3;
  private final double tail;

  Baseline(double tail) {
    this.tail = tail;
  }

  /**
   * Where a run stays.
   *
   * @param run its points
   * @return nothing where no point knows its X
   */
  public static Optional<Level> ofRun(List<CurvePoint> run, Axis axis) {
    return FitData.of(run, axis).map(data -> last(data, indices(data)));
  }

  /**
   * What a larger size reaches.
   *
   * @param largest the points of the largest size
   * @param x where it is predicted
   * @return nothing where no point knows its X
   */
  public static Optional<Level> ofSize(List<CurvePoint> largest, Axis axis, double x) {
    return FitData.of(largest, axis).map(data -> near(data, indices(data), data.frame().z(x)));
  }

  private static List<Integer> indices(FitData data) {
    return IntStream.range(0, data.size()).boxed().toList();
  }

  Predictions predict(HeldOut held) {
    FitData train =
        FitData.of(held.train(), held.all().frame().axis())
            .orElseThrow(() -> new IllegalStateException("A split has no training points"));
    Map<String, List<Integer>> runs = new TreeMap<>();
    List<Integer> largest = new ArrayList<>();
    double most = train.frame().sizes().get(train.frame().sizes().size() - 1);
    for (int i = 0; i < train.size(); i++) {
      CurvePoint point = train.points().get(i);
      runs.computeIfAbsent(point.runId(), k -> new ArrayList<>()).add(i);
      if (point.params() == most) {
        largest.add(i);
      }
    }
    Predictions predictions = new Predictions(held.test().length);
    for (int j = 0; j < held.test().length; j++) {
      int test = held.test()[j];
      List<Integer> own = runs.get(held.all().points().get(test).runId());
      double z = train.frame().z(held.x(test));
      Level level = own != null ? last(train, own) : near(train, largest, z);
      double sigma = held.all().sigma(test);
      double variance = level.deviation() * level.deviation() + sigma * sigma;
      double spread = tail * Math.sqrt(variance);
      predictions.logLoss()[j] = level.logLoss();
      predictions.low()[j] = level.logLoss() - spread;
      predictions.high()[j] = level.logLoss() + spread;
      predictions.variance()[j] = variance;
    }
    return predictions;
  }

  private static Level last(FitData train, List<Integer> run) {
    int count = Math.min(run.size(), Math.max(LEAST, (int) Math.rint(SHARE * run.size())));
    return mean(train, run.subList(run.size() - count, run.size()));
  }

  private static Level near(FitData train, List<Integer> points, double z) {
    int count = Math.min(points.size(), Math.max(LEAST, (int) Math.rint(SHARE * points.size())));
    List<Integer> order = new ArrayList<>(points);
    order.sort(
        Comparator.comparingDouble((Integer i) -> Math.abs(train.z(i) - z))
            .thenComparingInt(i -> i));
    return mean(train, order.subList(0, count));
  }

  private static Level mean(FitData train, List<Integer> points) {
    double sum = 0;
    double variance = 0;
    for (int i : points) {
      sum += train.logLoss(i);
      variance += train.sigma(i) * train.sigma(i);
    }
    return new Level(sum / points.size(), Math.sqrt(variance) / points.size());
  }
}
