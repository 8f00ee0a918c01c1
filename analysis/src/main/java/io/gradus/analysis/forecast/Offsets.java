package io.gradus.analysis.forecast;

import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.FitData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much single runs lie off a law at their end: the mean log residual of a run's last third,
 * drawn towards zero as far as its noise asks for (the best linear prediction under a normal law of
 * run offsets, whose variance all runs give together).
 */
final class Offsets {
  /** An offset in log loss and its standard deviation. */
  record Offset(double value, double deviation) {}

  private final Map<RunCurve, double[]> raw = new HashMap<>();
  private final double between;

  private Offsets(Map<RunCurve, double[]> raw, double between) {
    this.raw.putAll(raw);
    this.between = between;
  }

  static Offsets of(PredictiveLaw law, List<RunCurve> runs) {
    Map<RunCurve, double[]> raw = new HashMap<>();
    double square = 0;
    for (RunCurve run : runs) {
      List<CurvePoint> tail = run.tail();
      FitData.of(tail, law.axis())
          .ifPresent(
              data -> {
                double mean = 0;
                double variance = 0;
                int n = data.size();
                for (int i = 0; i < n; i++) {
                  CurvePoint point = data.points().get(i);
                  double expected = law.fit().predict(point.params(), law.axis().of(point));
                  mean += (data.logLoss(i) - Math.log(expected)) / n;
                  variance += data.sigma(i) * data.sigma(i) / (n * (double) n);
                }
                raw.put(run, new double[] {mean, variance});
              });
    }
    for (double[] each : raw.values()) {
      square += (each[0] * each[0] - each[1]) / raw.size();
    }
    return new Offsets(raw, Math.max(0, square));
  }

  Offset of(RunCurve run) {
    double[] own = raw.get(run);
    if (own == null || between == 0) {
      return new Offset(0, 0);
    }
    double weight = between / (between + own[1]);
    return new Offset(weight * own[0], Math.sqrt(between * (1 - weight)));
  }
}
