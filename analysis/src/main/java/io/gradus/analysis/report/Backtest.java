package io.gradus.analysis.report;

import io.gradus.analysis.CurvePoint;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.forecast.ForecastRequest;
import io.gradus.analysis.forecast.Forecaster;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.uncertainty.ReplicateRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Forecasts made from part of the curves, beside what then was measured: the whole way of the
 * command {@code forecast}, choice of law included, without the rest of the curves.
 *
 * @param later last losses of runs, forecast from the first half of their steps
 * @param larger losses of the largest size, forecast from the smaller ones
 */
public record Backtest(List<Checked> later, List<Checked> larger) {
  /** No forecast could be checked. */
  public static final Backtest NONE = new Backtest(List.of(), List.of());

  private static final double NORMAL_95 = 1.959964;
  private static final int REPLICATES = 200;
  private static final int SPLIT_REPLICATES = 20;
  private static final int FEWEST_EVALUATIONS = 8;

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
    boolean compute = points.stream().anyMatch(p -> p.step() > 0 && p.compute() > 0);
    StudySettings quick =
        new StudySettings(
            List.of(compute ? Axis.COMPUTE : Axis.DATA),
            settings.laws(),
            Math.min(REPLICATES, settings.replicates()),
            Math.min(SPLIT_REPLICATES, settings.splitReplicates()),
            settings.level(),
            settings.seed());
    return new Backtest(later(points, quick, runner), larger(points, quick, runner));
  }

  private static List<Checked> later(
      List<CurvePoint> points, StudySettings settings, ReplicateRunner runner) {
    TreeMap<String, List<CurvePoint>> runs = StudyView.by(points, CurvePoint::runId);
    List<CurvePoint> firstHalves = new ArrayList<>();
    TreeMap<String, CurvePoint> lasts = new TreeMap<>();
    runs.forEach(
        (run, own) -> {
          CurvePoint last = StudyView.by(own, CurvePoint::step).lastEntry().getValue().get(0);
          List<CurvePoint> half = StudyView.where(own, p -> p.step() <= last.step() / 2);
          if (half.size() >= FEWEST_EVALUATIONS / 2 && own.size() >= FEWEST_EVALUATIONS) {
            firstHalves.addAll(half);
            lasts.put(run, last);
          }
        });
    if (lasts.isEmpty()) {
      return List.of();
    }
    StudyResult study = LawStudy.run(firstHalves, settings, runner);
    List<Integer> steps =
        lasts.values().stream().map(CurvePoint::step).distinct().sorted().toList();
    return Forecaster.run(
            firstHalves, study, new ForecastRequest(steps, List.of(), settings.level()))
        .forecasts()
        .stream()
        .filter(f -> lasts.containsKey(f.subject()))
        .filter(f -> f.step() == lasts.get(f.subject()).step())
        .map(f -> checked(f, lasts.get(f.subject())))
        .toList();
  }

  private static List<Checked> larger(
      List<CurvePoint> points, StudySettings settings, ReplicateRunner runner) {
    TreeMap<Double, List<CurvePoint>> sizes = StudyView.by(points, CurvePoint::params);
    if (sizes.size() < 4) {
      return List.of();
    }
    double largest = sizes.lastKey();
    List<CurvePoint> rest = StudyView.where(points, p -> p.params() < largest);
    StudyResult study = LawStudy.run(rest, settings, runner);
    List<Checked> checked = new ArrayList<>();
    for (Forecast f :
        Forecaster.run(
                rest, study, new ForecastRequest(List.of(), List.of(largest), settings.level()))
            .forecasts()) {
      if (f.params() == largest && f.subject().startsWith("N=")) {
        nearest(sizes.get(largest), f).ifPresent(p -> checked.add(checked(f, p)));
      }
    }
    return checked;
  }

  private static Checked checked(Forecast forecast, CurvePoint measured) {
    return new Checked(forecast, measured.loss(), measured.se());
  }

  /** The measured point nearest in log X, if within a quarter. */
  private static Optional<CurvePoint> nearest(List<CurvePoint> points, Forecast f) {
    return points.stream()
        .filter(p -> p.variant().equals(f.variant()) && f.axis().of(p) > 0)
        .filter(p -> distance(p, f) < Math.log(1.25))
        .min(Comparator.comparingDouble(p -> distance(p, f)));
  }

  private static double distance(CurvePoint p, Forecast f) {
    return Math.abs(Math.log(f.axis().of(p) / f.x()));
  }
}
