package io.gradus.analysis.compare;

import io.gradus.analysis.compare.Scored.Predictions;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.FitData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The prediction that needs no law: a run stays at its last level, and a larger size does no better
 * than the largest one seen at the same X.
 *
 * <p>A level is the mean log loss of the nearest few points (a tenth of them, three at least); its
 * interval has binomial noise of that mean and of the point itself.
 */
final class Baseline {
  private static final double SHARE = 0.1;
  private static final int LEAST = 3;
  private final double tail;

  Baseline(double tail) {
    this.tail = tail;
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
      double[] level = own != null ? last(train, own) : near(train, largest, z);
      double sigma = held.all().sigma(test);
      double spread = tail * Math.sqrt(level[1] * level[1] + sigma * sigma);
      predictions.logLoss()[j] = level[0];
      predictions.low()[j] = level[0] - spread;
      predictions.high()[j] = level[0] + spread;
      predictions.variance()[j] = level[1] * level[1] + sigma * sigma;
    }
    return predictions;
  }

  private static double[] last(FitData train, List<Integer> run) {
    int count = Math.min(run.size(), Math.max(LEAST, (int) Math.rint(SHARE * run.size())));
    return mean(train, run.subList(run.size() - count, run.size()));
  }

  private static double[] near(FitData train, List<Integer> points, double z) {
    int count = Math.min(points.size(), Math.max(LEAST, (int) Math.rint(SHARE * points.size())));
    List<Integer> order = new ArrayList<>(points);
    order.sort(
        Comparator.comparingDouble((Integer i) -> Math.abs(train.z(i) - z))
            .thenComparingInt(i -> i));
    return mean(train, order.subList(0, count));
  }

  private static double[] mean(FitData train, List<Integer> points) {
    double sum = 0;
    double variance = 0;
    for (int i : points) {
      sum += train.logLoss(i);
      variance += train.sigma(i) * train.sigma(i);
    }
    return new double[] {sum / points.size(), Math.sqrt(variance) / points.size()};
  }
}
