package io.gradus.analysis.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One run as another system logged it: metrics by step.
 *
 * @param name what the log calls the run
 * @param place where it was read, for errors
 * @param metrics values by step, then by metric name
 */
record RunLog(String name, String place, NavigableMap<Integer, Map<String, Double>> metrics) {

  /**
   * The run's points.
   *
   * @param tokens where token counts are, already settled for the format
   * @throws IllegalArgumentException if a benchmark's metric is nowhere, or a score is not in 0…1
   */
  List<CurvePoint> points(
      RunMapping.RunInfo run, Map<String, RunMapping.Benchmark> benchmarks, TokenCount tokens) {
    NavigableMap<Integer, Double> counted = tokens.soFar(metrics);
    List<CurvePoint> points = new ArrayList<>();
    benchmarks.forEach(
        (benchmark, how) -> {
          String metric = how.value().orElse(name);
          int before = points.size();
          metrics.forEach(
              (step, values) -> {
                if (values.containsKey(metric)) {
                  points.add(point(run, benchmark, how, step, values.get(metric), counted));
                }
              });
          if (points.size() == before) {
            throw new IllegalArgumentException(
                "%s: run '%s' never logged '%s' (benchmark '%s'); it logged %s"
                    .formatted(place, name, metric, benchmark, logged()));
          }
        });
    return points;
  }

  private CurvePoint point(
      RunMapping.RunInfo run,
      String benchmark,
      RunMapping.Benchmark how,
      int step,
      double score,
      NavigableMap<Integer, Double> counted) {
    double loss =
        how.loss(score)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s: run '%s', step %d: score of benchmark '%s' is %s, expected a number within 0 and 1"
                            .formatted(
                                place,
                                name,
                                step,
                                benchmark,
                                Double.isNaN(score) ? "not a number" : score)));
    double tokens = step == 0 && !counted.isEmpty() ? 0 : counted.getOrDefault(step, Double.NaN);
    return new CurvePoint(
        name,
        run.family(),
        run.variant(),
        run.params(),
        run.seed(),
        run.tau(),
        run.groupSize(),
        step,
        step * run.promptsPerStep(),
        tokens,
        6 * run.params() * tokens,
        benchmark,
        how.problems(),
        loss,
        StandardError.binomial(loss, how.problems()));
  }

  private List<String> logged() {
    return metrics.values().stream()
        .flatMap(m -> m.keySet().stream())
        .distinct()
        .sorted()
        .limit(40)
        .toList();
  }

  /** Cumulative token counts by step from a metric; none where the metric is missing. */
  record TokenCount(String metric, RunMapping.Counts counts) {
    static final TokenCount NONE = new TokenCount("", RunMapping.Counts.SO_FAR);

    /**
     * Tokens up to and with each step.
     *
     * <p>Counts of each step are added up; from the first step without a count on, the sum is
     * unknown and left out. A count so far that is missing at a step holds only at the steps that
     * have it, or is taken from the same step's other entries.
     */
    NavigableMap<Integer, Double> soFar(NavigableMap<Integer, Map<String, Double>> metrics) {
      NavigableMap<Integer, Double> sums = new TreeMap<>();
      double sum = 0;
      int expected = 1;
      for (Map.Entry<Integer, Map<String, Double>> entry : metrics.entrySet()) {
        Double count = entry.getValue().get(metric);
        if (counts == RunMapping.Counts.SO_FAR) {
          if (count != null) {
            sums.put(entry.getKey(), count);
          }
        } else if (entry.getKey() > 0) {
          if (count == null || entry.getKey() != expected) {
            break;
          }
          expected++;
          sum += count;
          sums.put(entry.getKey(), sum);
        }
      }
      return sums;
    }
  }
}
