package io.gradus.analysis.report;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.LineNames;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.recipes.RecipeStudy;
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
 * @param points all curves, all benchmarks; where runs name several recipes, those of the reference
 * @param laws fits, intervals and comparisons
 * @param findings the paper's findings
 * @param dataEfficiencies k over data, by size
 * @param computeEfficiencies k over compute, by size; empty when compute is unknown
 * @param forecasts where runs and sizes will end
 * @param forecastNotes what could not be forecast, in words
 * @param further questions beyond the paper's that the curves answer
 * @param backtest forecasts from part of the curves beside what was measured
 * @param slices loss by size at matched budgets
 * @param training training measurements by step; empty without a store
 * @param gaps training accuracy beside test accuracy at the end of runs; empty without a store
 * @param problems what became of single test problems, by run and step; empty without a store
 * @param references what the reference runs of every key share
 * @param recipes recipes beside each other; empty where no runs name several
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
    List<Gap> gaps,
    List<Problems> problems,
    Map<CurveKey, RunSetting> references,
    Optional<RecipeStudy> recipes) {
  private static final String PAPER = "log-linear";

  /** Mean loss of a size at a matched budget, from the views loss_at_compute and loss_at_data. */
  public record Slice(
      Axis axis, CurveKey key, RunSetting setting, double budget, double params, double loss) {}

  /** A row of the view training_by_group. */
  public record TrainingPoint(
      ModelLine models,
      double params,
      RunSetting setting,
      double data,
      double reward,
      double entropy,
      double length) {}

  /**
   * A row of the view problem_progress: numbers of test problems of one evaluation.
   *
   * @param all that were asked
   * @param solved every answer of this and the previous evaluation correct
   * @param boundary some correct, some not
   * @param lost none correct, and all at the run's first evaluation
   */
  public record Problems(
      String runId,
      CurveKey key,
      double params,
      RunSetting setting,
      int step,
      long all,
      long solved,
      long boundary,
      long lost) {}

  /**
   * Mean training reward less test pass@1 over the last quarter of the steps of runs that differ in
   * seed only.
   */
  public record Gap(CurveKey key, double params, RunSetting setting, double gap) {}

  /** Copies the lists. */
  public StudyView {
    references = Map.copyOf(references);
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

  /** What the main benchmark's curves of some models belong to. */
  CurveKey key(ModelLine models) {
    return new CurveKey(models, benchmark);
  }

  /** What the reference runs of a key share; empty where it has no runs. */
  Optional<RunSetting> reference(CurveKey key) {
    return Optional.ofNullable(references.get(key));
  }

  /** Whether a point belongs to its key's reference runs. */
  boolean isReference(CurvePoint point) {
    return reference(CurveKey.of(point)).filter(r -> r.isOf(point)).isPresent();
  }

  /** Points of the main benchmark of its reference runs, after step 0. */
  List<CurvePoint> plain() {
    return main().stream().filter(this::isReference).toList();
  }

  /** The lines of models that were tested on the main benchmark, in order. */
  List<ModelLine> lines() {
    return LineNames.lines(plain());
  }

  /** What lines of models are called: no more than tells them apart. */
  LineNames names() {
    return LineNames.of(points);
  }

  /** The reference runs in words: what they share, by line of models where that differs. */
  String referenceRuns() {
    Map<RunSetting, List<ModelLine>> settings =
        lines().stream()
            .collect(
                Collectors.groupingBy(
                    l -> references.get(key(l)), TreeMap::new, Collectors.toList()));
    return settings.entrySet().stream()
        .map(
            e -> {
              String setting =
                  "reuse τ=%d and group size %d"
                      .formatted(e.getKey().tau(), e.getKey().groupSize());
              return settings.size() == 1
                  ? setting
                  : setting
                      + " ("
                      + e.getValue().stream().map(names()::of).collect(Collectors.joining(", "))
                      + ")";
            })
        .collect(Collectors.joining(", "));
  }

  /** Sizes of the main benchmark's runs of one family, ascending. */
  private List<Double> sizes(String family) {
    return main().stream()
        .filter(p -> p.family().equals(family))
        .map(CurvePoint::params)
        .distinct()
        .sorted()
        .toList();
  }

  /** Place of a size among all of its family, 0 for the smallest to 1 for the largest. */
  double rank(ModelLine models, double params) {
    List<Double> sizes = sizes(models.family());
    int index = sizes.indexOf(params);
    return sizes.size() < 2 || index < 0 ? 1 : (double) index / (sizes.size() - 1);
  }

  boolean knowsCompute() {
    return main().stream().anyMatch(p -> p.compute() > 0);
  }

  /**
   * The law drawn through a size's curve: the winner, or the paper's where none wins. A winner that
   * was fitted to every size alone is drawn from this size's own fit.
   */
  Optional<LawReport> drawnLaw(Axis axis, ModelLine models, double params) {
    Contender drawn = drawn(axis, models);
    Scope scope =
        drawn.scope() instanceof Scope.EachSize ? new Scope.OneSize(params) : drawn.scope();
    return laws.report(drawn.law(), axis, key(models), scope);
  }

  /** The law that {@link #drawnLaw} draws. */
  Contender drawn(Axis axis, ModelLine models) {
    return laws.comparison(axis, key(models))
        .map(Comparison::winner)
        .filter(w -> !w.equals(Contender.STAYS))
        .orElse(Contender.of(PAPER, Scope.ALL_SIZES));
  }

  static <K extends Comparable<K>> TreeMap<K, List<CurvePoint>> by(
      List<CurvePoint> points, Function<CurvePoint, K> key) {
    return points.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }

  static List<CurvePoint> where(List<CurvePoint> points, Predicate<CurvePoint> condition) {
    return points.stream().filter(condition).toList();
  }
}
