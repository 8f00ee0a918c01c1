package io.gradus.analysis.forecast;

import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.LawChoice;
import io.gradus.analysis.compare.LawChoice.Purpose;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.LineNames;
import io.gradus.analysis.forecast.Offsets.Offset;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.uncertainty.Band;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where unfinished runs and unseen sizes will end: what {@code forecast} calls.
 *
 * <p>The law is the one that predicted best when later steps, or larger sizes, were hidden from it.
 * A run that lies off the law keeps its offset. Intervals hold the parameters' uncertainty, the
 * offset's, and the error that the law made on hidden points beyond both.
 */
public final class Forecaster {
  private static final int CURVE_POINTS = 5;
  private final StudyResult study;
  private final ForecastRequest request;
  private final LineNames names;
  private final List<Forecast> forecasts = new ArrayList<>();
  private final List<String> laws = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<CurveKey, Prospects> prospects = new LinkedHashMap<>();

  private Forecaster(StudyResult study, ForecastRequest request, LineNames names) {
    this.study = study;
    this.request = request;
    this.names = names;
  }

  /**
   * Forecasts from curves and their study, those of each key by its own laws.
   *
   * @param points the curves that the study was made of
   */
  public static ForecastResult run(
      List<CurvePoint> points, StudyResult study, ForecastRequest request) {
    Forecaster forecaster = new Forecaster(study, request, LineNames.of(points));
    Map<CurveKey, List<CurvePoint>> groups = new LinkedHashMap<>();
    for (CurvePoint point : points) {
      groups.computeIfAbsent(CurveKey.of(point), k -> new ArrayList<>()).add(point);
    }
    groups.forEach((key, group) -> forecaster.runs(key, RunCurve.of(group)));
    groups.forEach((key, group) -> forecaster.sizes(key, RunCurve.of(group)));
    List<String> advice =
        forecaster.prospects.values().stream().flatMap(p -> p.sentences().stream()).toList();
    return new ForecastResult(forecaster.forecasts, forecaster.laws, forecaster.notes, advice);
  }

  private void runs(CurveKey key, List<RunCurve> runs) {
    int longest = runs.stream().mapToInt(run -> run.last().step()).max().orElse(0);
    boolean equal = runs.stream().allMatch(run -> run.last().step() == longest);
    List<Integer> steps =
        !request.steps().isEmpty() ? request.steps() : List.of(equal ? 2 * longest : longest);
    Map<PredictiveLaw, Offsets> offsets = new LinkedHashMap<>();
    for (RunCurve run : runs) {
      CurvePoint last = run.last();
      List<Integer> ahead = steps.stream().filter(step -> step > last.step()).toList();
      if (ahead.isEmpty()) {
        continue;
      }
      Optional<LawReport> report = law(key, last, Purpose.LATER_STEPS);
      report.ifPresent(each -> explain(each, Purpose.LATER_STEPS, "later steps"));
      Optional<PredictiveLaw> law = report.map(PredictiveLaw::of);
      if (law.isEmpty()) {
        notes.add("Run %s: no law over its benchmark to predict with".formatted(last.runId()));
        continue;
      }
      Offset offset =
          offsets
              .computeIfAbsent(law.get(), chosen -> Offsets.of(chosen, like(chosen, runs)))
              .of(run);
      for (int step : ahead) {
        add(run, law.get(), step, offset);
      }
      double now =
          law.get()
              .band(
                  last.params(),
                  law.get().axis().of(last),
                  request.level(),
                  offset.value(),
                  offset.deviation())
              .loss();
      prospects(key).run(now, forecasts.get(forecasts.size() - 1));
    }
  }

  /** The runs that a law speaks of: all, or those of the one size it was fitted to. */
  private static List<RunCurve> like(PredictiveLaw law, List<RunCurve> runs) {
    List<Double> sizes = law.fit().model().frame().sizes();
    return sizes.size() > 1
        ? runs
        : runs.stream().filter(run -> run.last().params() == sizes.get(0)).toList();
  }

  private void add(RunCurve run, PredictiveLaw law, int step, Offset offset) {
    CurvePoint last = run.last();
    double x = run.xAt(step, law.axis());
    double beyond = Math.max(1, x / law.axis().of(last));
    double deviation = Math.hypot(offset.deviation(), law.misfit(beyond, 1));
    Band band = law.band(last.params(), x, request.level(), offset.value(), deviation);
    forecasts.add(
        new Forecast(
            new Target.Run(last.runId()),
            law.law(),
            law.axis(),
            law.key(),
            last.params(),
            step,
            x,
            band.loss(),
            band.low(),
            band.high(),
            beyond));
  }

  private void sizes(CurveKey key, List<RunCurve> runs) {
    CurvePoint any = runs.get(0).last();
    double largest = runs.stream().mapToDouble(run -> run.last().params()).max().orElse(1);
    List<Double> sizes = !request.sizes().isEmpty() ? request.sizes() : List.of(2 * largest);
    boolean several = runs.stream().mapToDouble(run -> run.last().params()).distinct().count() > 1;
    Optional<LawReport> report = law(key, any, Purpose.LARGER_SIZES);
    Optional<PredictiveLaw> law = report.map(PredictiveLaw::of);
    if (!several || law.isEmpty()) {
      notes.add("%s: a larger size cannot be predicted from one size".formatted(name(key)));
      return;
    }
    explain(report.get(), Purpose.LARGER_SIZES, "larger sizes");
    for (double size : sizes) {
      Forecast last = null;
      for (Point point : points(law.get(), size, runs)) {
        last = forecast(law.get(), size, point);
        forecasts.add(last);
      }
      if (last != null && size > largest) {
        double level = law.get().band(largest, last.x(), request.level()).loss();
        prospects(key).size(ModelSize.text(size), ModelSize.text(largest), level, last);
      }
    }
  }

  /** Where a size without runs is forecast; the step is -1 where none was asked for. */
  private record Point(int step, double x) {}

  /** At the steps asked for, at the runs' own pace; else along the range of X that was fitted. */
  private List<Point> points(PredictiveLaw law, double size, List<RunCurve> runs) {
    if (!request.steps().isEmpty()) {
      double pace = RunCurve.pace(runs, law.axis(), size);
      return request.steps().stream().map(step -> new Point(step, step * pace)).toList();
    }
    List<Point> points = new ArrayList<>();
    for (int i = 1; i <= CURVE_POINTS; i++) {
      points.add(new Point(-1, law.largestX() * Math.pow(4, (i - CURVE_POINTS) / 2.0)));
    }
    return points;
  }

  private Forecast forecast(PredictiveLaw law, double size, Point point) {
    Band band = law.band(size, point.x(), request.level());
    return new Forecast(
        new Target.Size(size),
        law.law(),
        law.axis(),
        law.key(),
        size,
        point.step(),
        point.x(),
        band.loss(),
        band.low(),
        band.high(),
        law.extrapolation(size, point.x()));
  }

  private Prospects prospects(CurveKey key) {
    return prospects.computeIfAbsent(key, k -> new Prospects(name(k)));
  }

  private String name(CurveKey key) {
    String models = names.of(key.models());
    return models.isEmpty() ? key.benchmark() : models + ", " + key.benchmark();
  }

  /**
   * Says which law predicts and why, and where it was no better than no law on what was hidden from
   * it.
   */
  private void explain(LawReport report, Purpose purpose, String hidden) {
    Scope scope = report.fit().scope();
    String law =
        "%s: %s by the law \"%s\" over %s%s, %s"
            .formatted(
                name(report.fit().key()),
                hidden,
                report.fit().law(),
                report.fit().axis().column(),
                scope instanceof Scope.OneSize ? " fitted to each size alone" : "",
                LawChoice.reason(study, report, purpose));
    if (!laws.contains(law)) {
      laws.add(law);
    }
    double error = LawChoice.error(report, purpose);
    double baseline = LawChoice.baselineError(study, report, purpose);
    if (error >= baseline && baseline < Double.MAX_VALUE) {
      String note =
          String.format(
              Locale.ROOT,
              "%s: where %s were hidden, no law beat \"%s\" (error %.0f %% against %.0f %%): read"
                  + " these forecasts of %s with caution",
              name(report.fit().key()),
              hidden,
              Contender.STAYS.label(),
              100 * Math.expm1(error),
              100 * Math.expm1(baseline),
              report.fit().law());
      if (!notes.contains(note)) {
        notes.add(note);
      }
    }
  }

  /**
   * The best law, over data where it is known: steps follow prompts exactly, tokens only roughly.
   */
  private Optional<LawReport> law(CurveKey key, CurvePoint like, Purpose purpose) {
    for (Axis axis : List.of(Axis.DATA, Axis.COMPUTE)) {
      Optional<LawReport> best = LawChoice.best(study, key, like.params(), axis, purpose);
      if (best.isPresent() && axis.of(like) > 0) {
        return best;
      }
    }
    return Optional.empty();
  }
}
