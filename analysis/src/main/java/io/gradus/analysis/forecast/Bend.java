package io.gradus.analysis.forecast;

import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.law.Axis;
import java.util.List;
import java.util.Optional;

/**
 * Whether curves bend: how far their ends lie above the line that their first halves make in ln L
 * over ln X. Laws that fall on like a power then promise too much.
 *
 * @param above mean over runs, in log loss, of the last tenth of the points less the line
 * @param deviation its standard deviation by the noise of evaluations
 */
record Bend(double above, double deviation) {
  private static final int LEAST_POINTS = 10;
  private static final double SURE = 2;

  /** The bend of some runs; nothing where none has ten points. */
  static Optional<Bend> of(List<RunCurve> runs, Axis axis) {
    double sum = 0;
    double variance = 0;
    int count = 0;
    for (RunCurve run : runs) {
      Optional<FitData> data = FitData.of(run.points(), axis).filter(d -> d.size() >= LEAST_POINTS);
      if (data.isPresent()) {
        Bend one = of(data.get());
        sum += one.above;
        variance += one.deviation * one.deviation;
        count++;
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new Bend(sum / count, Math.sqrt(variance) / count));
  }

  private static Bend of(FitData data) {
    int half = data.size() / 2;
    double z = 0;
    double y = 0;
    for (int i = 0; i < half; i++) {
      z += data.z(i) / half;
      y += data.logLoss(i) / half;
    }
    double zz = 0;
    double zy = 0;
    double noise = 0;
    for (int i = 0; i < half; i++) {
      zz += (data.z(i) - z) * (data.z(i) - z);
      zy += (data.z(i) - z) * (data.logLoss(i) - y);
      noise += data.sigma(i) * data.sigma(i) / half;
    }
    double slope = zz > 0 ? zy / zz : 0;
    int tail = Math.max(3, data.size() / 10);
    double above = 0;
    double end = 0;
    for (int i = data.size() - tail; i < data.size(); i++) {
      above += (data.logLoss(i) - y - slope * (data.z(i) - z)) / tail;
      end += data.z(i) / tail;
    }
    double reach = zz > 0 ? (end - z) * (end - z) / zz : 0;
    return new Bend(above, Math.sqrt(noise * (1.0 / tail + 1.0 / half + reach)));
  }

  /** Whether noise does not explain it. */
  boolean isSure() {
    return above > SURE * deviation;
  }
}
