package io.gradus.analysis.importing;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.StandardError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One run as another system logged it: metrics by step.
 *
 * @param name what the log calls the run
 * @param place where it was read, for errors
 * @param facts what the log says of the whole run (parameters of MLflow, columns of a table), by
 *     name
 * @param metrics values by step, then by metric name
 */
record RunLog(
    String name,
    String place,
    Map<String, String> facts,
    NavigableMap<Integer, Map<String, Double>> metrics) {

  RunLog(String name, String place, NavigableMap<Integer, Map<String, Double>> metrics) {
    this(name, place, Map.of(), metrics);
  }

  /** The metrics that the run logged at any step, in the alphabet's order. */
  List<String> logged() {
    return metrics.values().stream().flatMap(m -> m.keySet().stream()).distinct().sorted().toList();
  }

  /**
   * The run's points.
   *
   * @param run what the run was
   * @param mapping which metrics are scores, tokens and prompts
   * @throws IllegalArgumentException if a benchmark's metric is nowhere, or a score is not in 0…1
   */
  List<CurvePoint> points(RunInfo run, RunMapping mapping) {
    NavigableMap<Integer, Double> tokens = counter(mapping.tokens()).soFar(metrics);
    Optional<NavigableMap<Integer, Double>> data =
        mapping.data().map(counter -> counter.soFar(metrics));
    List<CurvePoint> points = new ArrayList<>();
    mapping
        .benchmarks()
        .forEach(
            (benchmark, how) -> {
              String metric = how.value().orElse(name);
              int before = points.size();
              metrics.forEach(
                  (step, values) -> {
                    if (values.containsKey(metric)) {
                      double prompts =
                          data.map(d -> at(d, step)).orElseGet(() -> step * run.promptsPerStep());
                      points.add(
                          point(
                              run,
                              benchmark,
                              how,
                              step,
                              values.get(metric),
                              prompts,
                              at(tokens, step)));
                    }
                  });
              if (points.size() == before) {
                throw new IllegalArgumentException(
                    "%s: run '%s' never logged '%s' (benchmark '%s'); it logged %s"
                        .formatted(
                            place, name, metric, benchmark, logged().stream().limit(40).toList()));
              }
            });
    return points;
  }

  /** Where token counts are: what the mapping says, or the first usual metric that was logged. */
  private RunMapping.Counter counter(Optional<RunMapping.Counter> told) {
    return told.or(
            () ->
                RunMapping.Counter.USUAL_TOKENS.stream()
                    .filter(c -> metrics.values().stream().anyMatch(m -> m.containsKey(c.value())))
                    .findFirst())
        .orElse(RunMapping.Counter.NONE);
  }

  private static double at(NavigableMap<Integer, Double> counted, int step) {
    return step == 0 && !counted.isEmpty() ? 0 : counted.getOrDefault(step, Double.NaN);
  }

  private CurvePoint point(
      RunInfo run,
      String benchmark,
      RunMapping.Benchmark how,
      int step,
      double score,
      double data,
      double tokens) {
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
    return new CurvePoint(
        name,
        run.family(),
        run.variant(),
        run.params(),
        run.seed(),
        run.tau(),
        run.groupSize(),
        step,
        data,
        tokens,
        6 * run.params() * tokens,
        benchmark,
        how.problems(),
        loss,
        StandardError.binomial(loss, how.problems()));
  }

  /** Collects the metrics of a run that come in any order of steps. */
  static NavigableMap<Integer, Map<String, Double>> noMetrics() {
    return new TreeMap<>();
  }
}
