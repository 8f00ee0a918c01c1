package io.gradus.analysis.forecast;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.forecast.RunForecast.Advice;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.uncertainty.Bootstrap;
import io.gradus.analysis.uncertainty.Quantiles;
import io.gradus.analysis.uncertainty.ReplicateTask;
import io.gradus.analysis.uncertainty.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The forecast that a running training makes of itself after every evaluation, from its own points
 * alone.
 *
 * <p>The log-linear, floored-power and sigmoid laws are fitted to the first two thirds of the
 * points so far and judged by the last third; the best is fitted to all points and continued to the
 * last planned step. The interval joins the bootstrap's with the error on that last third. A run is
 * worth going on with while it is likely enough that the remaining steps lower the loss by the
 * worthwhile share.
 */
public final class RunningForecaster {
  private static final List<String> LAWS = List.of("log-linear", "power-floor", "sigmoid");
  private static final int LEAST_POINTS = 5;
  private static final int LEAST_FOR_CHOICE = 9;
  private static final int REPLICATES = 200;
  private static final double LEVEL = 0.95;
  private static final double LIKELY = 0.1;
  private static final double MOST_OF_GAIN = 0.95;
  private static final int GRID = 200;
  private final int plannedSteps;
  private final double worthwhile;
  private final long seed;

  /**
   * A forecaster of one run.
   *
   * @param plannedSteps the run's last step
   * @param worthwhile the least relative fall of the loss that the remaining steps should bring,
   *     such as 0.01
   * @param seed of the replicates
   */
  public RunningForecaster(int plannedSteps, double worthwhile, long seed) {
    if (plannedSteps < 1) {
      throw new IllegalArgumentException("Planned steps must be at least 1, found " + plannedSteps);
    }
    if (!(worthwhile >= 0 && worthwhile < 1)) {
      throw new IllegalArgumentException(
          "The worthwhile fall of the loss must be within 0 and 1, found " + worthwhile);
    }
    this.plannedSteps = plannedSteps;
    this.worthwhile = worthwhile;
    this.seed = seed;
  }

  /**
   * The forecast.
   *
   * @param points the run's evaluations so far on one benchmark; step 0 may be among them
   */
  public RunForecast forecast(List<CurvePoint> points) {
    List<CurvePoint> known =
        points.stream()
            .filter(p -> p.step() > 0 && p.data() > 0)
            .sorted(Comparator.comparingInt(CurvePoint::step))
            .toList();
    if (known.size() < LEAST_POINTS) {
      return new RunForecast(
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Advice.WAIT,
          "%d of %d evaluations that a forecast needs".formatted(known.size(), LEAST_POINTS));
    }
    RunCurve run = RunCurve.of(known).get(0);
    return plannedSteps <= run.last().step() ? finished(run) : ahead(run);
  }

  private static RunForecast finished(RunCurve run) {
    double loss = run.last().loss();
    return new RunForecast(loss, loss, loss, 0, Advice.STOP, "the last planned step is done");
  }

  private RunForecast ahead(RunCurve run) {
    Choice choice = choose(run.points());
    Fit fit = fit(choice.law, run.points());
    ReplicateTask task = Bootstrap.task(fit, Seeds.mix(seed, run.last().step()));
    List<LawFunction> replicates =
        IntStream.range(0, REPLICATES)
            .mapToObj(i -> new LawFunction(fit.model(), task.replicate(i)))
            .toList();
    double now = Axis.DATA.of(run.last());
    double end = run.xAt(plannedSteps, Axis.DATA);
    double params = run.last().params();
    double[] finals = new double[REPLICATES];
    double[] gains = new double[REPLICATES];
    double tail = -Quantiles.normal((1 - LEVEL) / 2);
    for (int b = 0; b < REPLICATES; b++) {
      LawFunction law = replicates.get(b);
      double normal = Quantiles.normal((b + 0.5) / REPLICATES);
      finals[b] = Math.log(law.predict(params, end));
      gains[b] = Math.log(law.predict(params, now)) - finals[b] + choice.misfit * normal;
    }
    LawFunction law = fit.function();
    double center = Math.log(law.predict(params, end));
    double[] ends = Quantiles.around(center, finals, LEVEL);
    double more = tail * choice.misfit;
    double low = Math.exp(Math.min(0, center - Math.hypot(center - ends[0], more)));
    double high = Math.exp(Math.min(0, center + Math.hypot(ends[1] - center, more)));
    double least = -Math.log1p(-worthwhile);
    double likely = (double) IntStream.range(0, REPLICATES).filter(b -> gains[b] >= least).count();
    boolean go = likely / REPLICATES > LIKELY;
    double current = law.predict(params, now);
    String reason =
        String.format(
            Locale.ROOT,
            "%s over %d evaluations: loss %.3f now, %.3f (%.3f to %.3f) at step %d; a fall of at least"
                + " %.1f %% has a chance of %.0f %%",
            choice.law,
            run.points().size(),
            current,
            Math.exp(center),
            low,
            high,
            plannedSteps,
            100 * worthwhile,
            100 * likely / REPLICATES);
    double worth = go ? computeOfMostGain(run, law, now, end) : 0;
    Advice advice = go ? Advice.GO : Advice.STOP;
    return new RunForecast(Math.exp(center), low, high, worth, advice, reason);
  }

  /** Compute until most of the remaining gain is had; NaN where compute is unknown. */
  private double computeOfMostGain(RunCurve run, LawFunction law, double now, double end) {
    double params = run.last().params();
    double first = law.predict(params, now);
    double last = law.predict(params, end);
    int steps = plannedSteps - run.last().step();
    for (int i = 1; i < GRID; i++) {
      double share = (double) i / GRID;
      double there = law.predict(params, now + share * (end - now));
      if (first - there >= MOST_OF_GAIN * (first - last)) {
        return computeAhead(run, share * steps);
      }
    }
    return computeAhead(run, steps);
  }

  private static double computeAhead(RunCurve run, double steps) {
    CurvePoint last = run.last();
    int whole = last.step() + (int) Math.ceil(steps);
    return run.xAt(whole, Axis.COMPUTE) - last.compute();
  }

  /** A law, and the standard deviation of its error, in log loss, beyond noise. */
  private record Choice(String law, double misfit) {}

  private Choice choose(List<CurvePoint> points) {
    if (points.size() < LEAST_FOR_CHOICE) {
      return new Choice(LAWS.get(0), 0);
    }
    int seen = points.size() * 2 / 3;
    List<CurvePoint> hidden = points.subList(seen, points.size());
    FitData truth = FitData.of(hidden, Axis.DATA).orElseThrow();
    List<Choice> choices = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (String name : LAWS) {
      LawFunction law = fit(name, points.subList(0, seen)).function();
      double square = 0;
      double noise = 0;
      for (int i = 0; i < truth.size(); i++) {
        CurvePoint point = truth.points().get(i);
        double off = truth.logLoss(i) - Math.log(law.predict(point.params(), point.data()));
        square += off * off / truth.size();
        noise += truth.sigma(i) * truth.sigma(i) / truth.size();
      }
      errors.add(square);
      choices.add(new Choice(name, Math.sqrt(Math.max(0, square - noise))));
    }
    int best = 0;
    for (int i = 1; i < errors.size(); i++) {
      best = errors.get(i) < errors.get(best) ? i : best;
    }
    return choices.get(best);
  }

  private Fit fit(String law, List<CurvePoint> points) {
    FitData data = FitData.of(points, Axis.DATA).orElseThrow();
    return new LawFitter(FitSettings.quick(seed)).fit(Laws.named(law), data).orElseThrow();
  }
}
