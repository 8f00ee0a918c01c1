package io.gradus.analysis.plan;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.RunSetting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * How another group size, or reuse, changes log loss at the same prompts consumed.
 *
 * <p>Measured on the later half of the steps of runs that differ from a reference run in that
 * alone: same size, same benchmark, same steps. Seeds of a size are averaged first. A standard
 * error comes from the spread over sizes where there are several, and from binomial noise else,
 * never below it.
 */
final class Effects {
  /** A change of log loss and its standard error. */
  record Effect(double value, double error) {
    static final Effect NONE = new Effect(0, 0);
  }

  private final TreeMap<Integer, Effect> effects;
  private final int reference;

  private Effects(TreeMap<Integer, Effect> effects, int reference) {
    this.effects = effects;
    this.reference = reference;
  }

  /** Effects of the group size against the reference, among runs of its reuse. */
  static Effects ofGroupSize(List<CurvePoint> points, RunSetting reference) {
    return of(
        points.stream().filter(p -> p.tau() == reference.tau()).toList(),
        CurvePoint::groupSize,
        reference.groupSize());
  }

  /** Effects of reuse against the reference, among runs of its group size. */
  static Effects ofReuse(List<CurvePoint> points, RunSetting reference) {
    return of(
        points.stream().filter(p -> p.groupSize() == reference.groupSize()).toList(),
        CurvePoint::tau,
        reference.tau());
  }

  private static Effects of(
      List<CurvePoint> points, ToIntFunction<CurvePoint> treatment, int reference) {
    // Mean loss by (treatment, size, step): answers of all seeds together.
    Map<List<Number>, double[]> cells = new HashMap<>();
    TreeSet<Integer> levels = new TreeSet<>();
    Map<Double, Integer> lastStep = new TreeMap<>();
    for (CurvePoint point : points) {
      double[] cell =
          cells.computeIfAbsent(
              List.of(treatment.applyAsInt(point), point.params(), point.step()),
              k -> new double[2]);
      double answers = Math.max(1, point.problems());
      cell[0] += point.loss() * answers;
      cell[1] += answers;
      levels.add(treatment.applyAsInt(point));
      lastStep.merge(point.params(), point.step(), Math::max);
    }
    TreeMap<Integer, Effect> effects = new TreeMap<>();
    for (int level : levels) {
      if (level != reference) {
        List<double[]> sizes = new ArrayList<>();
        lastStep.forEach((size, last) -> compare(cells, level, reference, size, last, sizes));
        if (!sizes.isEmpty()) {
          effects.put(level, join(sizes));
        }
      }
    }
    return new Effects(effects, reference);
  }

  /** Adds {difference, its variance} of one size where both treatments have common later steps. */
  private static void compare(
      Map<List<Number>, double[]> cells,
      int level,
      int reference,
      double size,
      int last,
      List<double[]> into) {
    double sum = 0;
    double variance = 0;
    int count = 0;
    for (int step = last / 2 + 1; step <= last; step++) {
      double[] treated = cells.get(List.<Number>of(level, size, step));
      double[] plain = cells.get(List.<Number>of(reference, size, step));
      if (treated != null && plain != null) {
        sum += logLoss(treated) - logLoss(plain);
        variance += variance(treated) + variance(plain);
        count++;
      }
    }
    if (count > 0) {
      into.add(new double[] {sum / count, variance / (count * (double) count)});
    }
  }

  private static double logLoss(double[] cell) {
    return Math.log((cell[0] + 0.5) / (cell[1] + 1));
  }

  private static double variance(double[] cell) {
    double loss = (cell[0] + 0.5) / (cell[1] + 1);
    return (1 - loss) / (loss * cell[1]);
  }

  private static Effect join(List<double[]> sizes) {
    double mean = 0;
    double noise = 0;
    int n = sizes.size();
    for (double[] each : sizes) {
      mean += each[0] / n;
      noise += each[1] / ((double) n * n);
    }
    double spread = 0;
    for (double[] each : sizes) {
      spread += (each[0] - mean) * (each[0] - mean);
    }
    double between = n > 1 ? spread / (n - 1.0) / n : 0;
    return new Effect(mean, Math.sqrt(Math.max(noise, between)));
  }

  /** The values that have been measured, the reference among them, ascending. */
  List<Integer> measured() {
    TreeSet<Integer> values = new TreeSet<>(effects.keySet());
    values.add(reference);
    return List.copyOf(values);
  }

  Effect of(int value) {
    return value == reference ? Effect.NONE : effects.get(value);
  }
}
