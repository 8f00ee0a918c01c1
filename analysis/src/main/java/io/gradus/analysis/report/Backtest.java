package io.gradus.analysis.report;

import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.LineNames;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.forecast.ForecastRequest;
import io.gradus.analysis.forecast.Forecaster;
import io.gradus.analysis.forecast.Target;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.uncertainty.ReplicateRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Forecasts made from part of the curves, beside what then was measured: the whole way of the
 * command {@code forecast}, choice of law included, without the rest of the curves.
 *
 * @param early last losses of runs, forecast from the first quarter of their steps
 * @param later last losses of runs, forecast from the first half of their steps
 * @param larger losses of the largest size, forecast from the smaller ones; the last of each
 *     variant is its final loss
 */
public record Backtest(List<Checked> early, List<Checked> later, List<Checked> larger) {
  /** No forecast could be checked. */
  public static final Backtest NONE = new Backtest(List.of(), List.of(), List.of());

  private static final double NORMAL_95 = 1.959964;
  private static final int REPLICATES = 200;
  private static final int SPLIT_REPLICATES = 20;
  private static final int FEWEST_EVALUATIONS = 4;
  private static final int FEWEST_RUNS = 3;
  private static final int FEWEST_SIZES = 4;
  private static final double QUARTER = 0.25;
  private static final double HALF = 0.5;

  /**
   * A forecast and the measured loss nearest to it.
   *
   * @param forecast made without the measurement
   * @param observed the measured loss
   * @param se standard error of that measurement; NaN when unknown
   */
  public record Checked(Forecast forecast, double observed, double se) {
    /** Predicted over measured loss, minus one. */
    public double error() {
      return forecast.loss() / Math.max(observed, 1e-9) - 1;
    }

    /** Whether forecast and measurement agree within the interval and evaluation error together. */
    boolean agrees() {
      double noise = Double.isNaN(se) ? 0 : NORMAL_95 * se;
      double side = observed > forecast.loss() ? forecast.high() : forecast.low();
      return Math.abs(observed - forecast.loss()) <= Math.hypot(side - forecast.loss(), noise);
    }
  }

  public Backtest {
    early = List.copyOf(early);
    later = List.copyOf(later);
    larger = List.copyOf(larger);
  }

  /**
   * Checks forecasts on the given curves.
   *
   * @param points runs without reuse, one benchmark
   * @param settings level and seed of the study; fewer replicates are drawn here
   */
  public static Backtest of(
      List<CurvePoint> points, StudySettings settings, ReplicateRunner runner) {
    // As forecasts do: over data where it is known, because steps follow prompts exactly.
    boolean data = points.stream().anyMatch(p -> p.step() > 0 && p.data() > 0);
    StudySettings quick =
        new StudySettings(
            List.of(data ? Axis.DATA : Axis.COMPUTE),
            settings.laws(),
            Math.min(REPLICATES, settings.replicates()),
            Math.min(SPLIT_REPLICATES, settings.splitReplicates()),
            settings.level(),
            settings.seed());
    return new Backtest(
        later(points, QUARTER, quick, runner),
        later(points, HALF, quick, runner),
        larger(points, quick, runner));
  }

  private static List<Checked> later(
      List<CurvePoint> points, double share, StudySettings settings, ReplicateRunner runner) {
    TreeMap<String, List<CurvePoint>> runs = StudyView.by(points, CurvePoint::runId);
    List<CurvePoint> firstParts = new ArrayList<>();
    TreeMap<String, CurvePoint> lasts = new TreeMap<>();
    runs.forEach(
        (run, own) -> {
          CurvePoint last = StudyView.by(own, CurvePoint::step).lastEntry().getValue().get(0);
          List<CurvePoint> first = StudyView.where(own, p -> p.step() <= share * last.step());
          if (StudyView.where(first, p -> p.step() > 0).size() >= FEWEST_EVALUATIONS) {
            firstParts.addAll(first);
            lasts.put(run, last);
          }
        });
    if (lasts.size() < FEWEST_RUNS) {
      return List.of();
    }
    StudyResult study = LawStudy.run(firstParts, settings, runner);
    List<Integer> steps =
        lasts.values().stream().map(CurvePoint::step).distinct().sorted().toList();
    return Forecaster.run(
            firstParts, study, new ForecastRequest(steps, List.of(), settings.level()))
        .forecasts()
        .stream()
        .flatMap(f -> atEnd(f, lasts).stream())
        .toList();
  }

  private static Optional<Checked> atEnd(Forecast f, Map<String, CurvePoint> lasts) {
    return f.target() instanceof Target.Run run
        ? Optional.ofNullable(lasts.get(run.id()))
            .filter(last -> last.step() == f.step())
            .map(last -> checked(f, last))
        : Optional.empty();
  }

  /** Hides the largest size of every line of models that has enough of them. */
  private static List<Checked> larger(
      List<CurvePoint> points, StudySettings settings, ReplicateRunner runner) {
    Map<ModelLine, Double> largest = new TreeMap<>();
    for (ModelLine models : LineNames.lines(points)) {
      TreeMap<Double, List<CurvePoint>> sizes =
          StudyView.by(of(points, models), CurvePoint::params);
      if (sizes.size() >= FEWEST_SIZES) {
        largest.put(models, sizes.lastKey());
      }
    }
    if (largest.isEmpty()) {
      return List.of();
    }
    List<CurvePoint> rest =
        StudyView.where(
            points, p -> p.params() < largest.getOrDefault(ModelLine.of(p), p.params()));
    StudyResult study = LawStudy.run(rest, settings, runner);
    List<Double> sizes = largest.values().stream().distinct().sorted().toList();
    List<Checked> checked = new ArrayList<>();
    for (Forecast f :
        Forecaster.run(rest, study, new ForecastRequest(List.of(), sizes, settings.level()))
            .forecasts()) {
      ModelLine models = f.key().models();
      if (f.target() instanceof Target.Size size && size.params() == largest.get(models)) {
        List<CurvePoint> hidden =
            StudyView.where(of(points, models), p -> p.params() == size.params());
        nearest(hidden, f).ifPresent(checked::add);
      }
    }
    return checked;
  }

  private static List<CurvePoint> of(List<CurvePoint> points, ModelLine models) {
    return StudyView.where(points, p -> ModelLine.of(p).equals(models));
  }

  private static Checked checked(Forecast forecast, CurvePoint measured) {
    return new Checked(forecast, measured.loss(), measured.se());
  }

  /** The forecast beside the evaluation nearest in log X, if within a quarter: mean over runs. */
  private static Optional<Checked> nearest(List<CurvePoint> points, Forecast f) {
    List<CurvePoint> own = StudyView.where(points, p -> f.axis().of(p) > 0);
    return own.stream()
        .filter(p -> distance(p, f) < Math.log(1.25))
        .min(Comparator.comparingDouble(p -> distance(p, f)))
        .map(p -> mean(f, StudyView.where(own, q -> q.step() == p.step())));
  }

  private static Checked mean(Forecast f, List<CurvePoint> points) {
    double squares = points.stream().mapToDouble(p -> p.se() * p.se()).sum();
    return new Checked(
        f,
        points.stream().mapToDouble(CurvePoint::loss).average().orElseThrow(),
        Math.sqrt(squares) / points.size());
  }

  private static double distance(CurvePoint p, Forecast f) {
    return Math.abs(Math.log(f.axis().of(p) / f.x()));
  }
}
