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
  private final List<String> notes = new ArrayList<>();

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
    return new ForecastResult(forecaster.forecasts, forecaster.notes);
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
      report.ifPresent(each -> warn(each, Purpose.LATER_STEPS, "later steps"));
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
    report.ifPresent(each -> warn(each, Purpose.LARGER_SIZES, "larger sizes"));
    Optional<PredictiveLaw> law = report.map(PredictiveLaw::of);
    if (!several || law.isEmpty()) {
      notes.add("%s: a larger size cannot be predicted from one size".formatted(name(key)));
      return;
    }
    for (double size : sizes) {
      for (int i = 1; i <= CURVE_POINTS; i++) {
        double x = law.get().largestX() * Math.pow(4, (i - CURVE_POINTS) / 2.0);
        Band band = law.get().band(size, x, request.level());
        forecasts.add(
            new Forecast(
                new Target.Size(size),
                law.get().law(),
                law.get().axis(),
                key,
                size,
                -1,
                x,
                band.loss(),
                band.low(),
                band.high(),
                law.get().extrapolation(size, x)));
      }
    }
  }

  private String name(CurveKey key) {
    String models = names.of(key.models());
    return models.isEmpty() ? key.benchmark() : models + ", " + key.benchmark();
  }

  /** Says so where the law was no better than no law on what was hidden from it. */
  private void warn(LawReport report, Purpose purpose, String hidden) {
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
