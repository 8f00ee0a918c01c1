package io.gradus.analysis.report;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.law.Axis;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything a report shows.
 *
 * @param title the report's title
 * @param source where the curves came from, in words
 * @param benchmark the held-out set that findings and main figures are about
 * @param points all curves, all benchmarks
 * @param laws fits, intervals and comparisons
 * @param findings the four findings
 * @param dataEfficiencies k over data, by size
 * @param computeEfficiencies k over compute, by size; empty when compute is unknown
 * @param forecasts where runs and sizes will end
 * @param forecastNotes what could not be forecast, in words
 * @param further questions beyond the four that the curves answer
 * @param backtest forecasts from part of the curves beside what was measured
 * @param slices loss by size at matched budgets
 * @param training training measurements by step; empty without a store
 * @param gaps training accuracy beside test accuracy at the end of runs; empty without a store
 */
public record StudyView(
    String title,
    String source,
    String benchmark,
    List<CurvePoint> points,
    StudyResult laws,
    List<Finding> findings,
    List<Finding> further,
    List<SizeEfficiency> dataEfficiencies,
    List<SizeEfficiency> computeEfficiencies,
    List<Forecast> forecasts,
    List<String> forecastNotes,
    Backtest backtest,
    List<Slice> slices,
    List<TrainingPoint> training,
    List<Gap> gaps) {
  private static final String PAPER = "log-linear";
  private static final String EACH = " (" + LawStudy.EACH_SIZE + ")";

  /** Mean loss of a size at a matched budget, from the views loss_at_compute and loss_at_data. */
  public record Slice(
      Axis axis,
      String variant,
      String benchmark,
      int tau,
      int groupSize,
      double budget,
      double params,
      double loss) {}

  /** A row of the view training_by_group. */
  public record TrainingPoint(
      String variant,
      double params,
      int tau,
      int groupSize,
      double data,
      double reward,
      double entropy,
      double length) {}

  /**
   * Mean training reward less test pass@1 over the last quarter of the steps of runs that differ in
   * seed only.
   */
  public record Gap(
      String variant, String benchmark, double params, int tau, int groupSize, double gap) {}

  public StudyView {
    points = List.copyOf(points);
    findings = List.copyOf(findings);
    further = List.copyOf(further);
    gaps = List.copyOf(gaps);
    dataEfficiencies = List.copyOf(dataEfficiencies);
    computeEfficiencies = List.copyOf(computeEfficiencies);
    forecasts = List.copyOf(forecasts);
    forecastNotes = List.copyOf(forecastNotes);
    slices = List.copyOf(slices);
    training = List.copyOf(training);
  }

  /** Points of the main benchmark after step 0. */
  List<CurvePoint> main() {
    return points.stream().filter(p -> p.benchmark().equals(benchmark) && p.step() > 0).toList();
  }

  /** Points of the main benchmark of runs with the least reuse at the commonest group size. */
  List<CurvePoint> plain() {
    int tau = leastTau();
    int group = commonGroupSize();
    return main().stream().filter(p -> p.tau() == tau && p.groupSize() == group).toList();
  }

  int leastTau() {
    return points.stream().mapToInt(CurvePoint::tau).min().orElse(1);
  }

  /** The group size of most runs, the smallest of equally common ones. */
  int commonGroupSize() {
    int tau = leastTau();
    return points.stream()
        .filter(p -> p.tau() == tau)
        .collect(
            Collectors.groupingBy(
                CurvePoint::groupSize,
                TreeMap::new,
                Collectors.mapping(CurvePoint::runId, Collectors.toSet())))
        .entrySet()
        .stream()
        .max(
            Comparator.<Map.Entry<Integer, java.util.Set<String>>>comparingInt(
                    e -> e.getValue().size())
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .orElse(1);
  }

  List<String> variants() {
    return plain().stream().map(CurvePoint::variant).distinct().sorted().toList();
  }

  /** Sizes of the main benchmark's runs, ascending. */
  List<Double> sizes() {
    return main().stream().map(CurvePoint::params).distinct().sorted().toList();
  }

  /** Place of a size among all, 0 for the smallest to 1 for the largest. */
  double rank(double params) {
    List<Double> sizes = sizes();
    int index = sizes.indexOf(params);
    return sizes.size() < 2 || index < 0 ? 1 : (double) index / (sizes.size() - 1);
  }

  boolean knowsCompute() {
    return main().stream().anyMatch(p -> p.compute() > 0);
  }

  Optional<Comparison> comparison(Axis axis, String variant) {
    return laws.comparisons().stream()
        .filter(c -> c.axis() == axis && c.variant().equals(variant))
        .filter(c -> c.benchmark().equals(benchmark))
        .findFirst();
  }

  /**
   * The law drawn through a size's curve: the winner, or the paper's where none wins. A winner that
   * was fitted to every size alone is drawn from this size's own fit.
   */
  Optional<LawReport> drawnLaw(Axis axis, String variant, double params) {
    String winner = drawnName(axis, variant);
    if (winner.endsWith(EACH)) {
      String law = winner.substring(0, winner.length() - EACH.length());
      String scope = "N=" + LawStudy.size(params);
      return laws.reports().stream()
          .filter(r -> r.fit().law().equals(law) && r.fit().axis() == axis)
          .filter(r -> r.fit().variant().equals(variant))
          .filter(r -> r.fit().benchmark().equals(benchmark))
          .filter(r -> r.fit().scope().endsWith(scope))
          .findFirst();
    }
    return laws.report(winner, axis, variant, benchmark);
  }

  /** Name of the law that {@link #drawnLaw} draws. */
  String drawnName(Axis axis, String variant) {
    return comparison(axis, variant)
        .map(Comparison::winner)
        .filter(w -> !w.equals(Comparison.BASELINE))
        .orElse(PAPER);
  }

  static <K extends Comparable<K>> TreeMap<K, List<CurvePoint>> by(
      List<CurvePoint> points, Function<CurvePoint, K> key) {
    return points.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }

  static List<CurvePoint> where(List<CurvePoint> points, Predicate<CurvePoint> condition) {
    return points.stream().filter(condition).toList();
  }
}
