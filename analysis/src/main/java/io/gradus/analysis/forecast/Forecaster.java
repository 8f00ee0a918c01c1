package io.gradus.analysis.forecast;

import io.gradus.analysis.compare.Baseline;
import io.gradus.analysis.compare.Combination;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.LawChoice;
import io.gradus.analysis.compare.LawChoice.Purpose;
import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.LineNames;
import io.gradus.analysis.forecast.Offsets.Offset;
import io.gradus.analysis.law.Axis;
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
 * <p>All laws predict together, each weighted by how it did when later steps, or larger sizes, were
 * hidden from it ({@link Combination}). A run that lies off a law keeps its offset. Intervals hold
 * the parameters' uncertainty, the offset's, how far the laws lie apart, and the error that all
 * together made on hidden points beyond these.
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
    groups.forEach((key, group) -> forecaster.bend(key, RunCurve.of(group)));
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
      Optional<Combination> laws = laws(key, last, Purpose.LATER_STEPS);
      if (laws.isEmpty()) {
        notes.add("Run %s: no law over its benchmark to predict with".formatted(last.runId()));
        continue;
      }
      explain(laws.get(), Purpose.LATER_STEPS);
      for (Combination.Member member : laws.get().members()) {
        offsets.computeIfAbsent(member.law(), law -> Offsets.of(law, like(law, runs)));
      }
      for (int step : ahead) {
        add(run, laws.get(), step, offsets);
      }
      double x = laws.get().axis().of(last);
      double now = Math.exp(mixture(run, laws.get(), x, offsets).logLoss());
      Forecast end = forecasts.get(forecasts.size() - 1);
      Band left =
          change(laws.get(), new Place(last.params(), x), new Place(last.params(), end.x()));
      prospects(key).run(now, left, end);
    }
  }

  private void bend(CurveKey key, List<RunCurve> runs) {
    Bend.of(runs, Axis.DATA)
        .filter(Bend::isSure)
        .ifPresent(
            bend ->
                notes.add(
                    String.format(
                        Locale.ROOT,
                        "%s: the curves bend: at their ends the loss is %.1f %% above the line that"
                            + " the first halves of the runs make (95 %% interval: %.1f to %.1f %%)",
                        name(key),
                        100 * Math.expm1(bend.above()),
                        100 * Math.expm1(bend.above() - 1.96 * bend.deviation()),
                        100 * Math.expm1(bend.above() + 1.96 * bend.deviation()))));
  }

  /** The runs that a law speaks of: all, or those of the one size it was fitted to. */
  private static List<RunCurve> like(PredictiveLaw law, List<RunCurve> runs) {
    List<Double> sizes = law.fit().model().frame().sizes();
    return sizes.size() > 1
        ? runs
        : runs.stream().filter(run -> run.last().params() == sizes.get(0)).toList();
  }

  private void add(RunCurve run, Combination laws, int step, Map<PredictiveLaw, Offsets> offsets) {
    CurvePoint last = run.last();
    double x = run.xAt(step, laws.axis());
    double beyond = Math.max(1, x / laws.axis().of(last));
    Band band = mixture(run, laws, x, offsets).band(request.level(), laws.misfits().at(beyond, 1));
    forecasts.add(
        new Forecast(
            new Target.Run(last.runId()),
            laws.law(),
            laws.axis(),
            laws.key(),
            last.params(),
            step,
            x,
            band.loss(),
            band.low(),
            band.high(),
            beyond));
  }

  /** What each law and the baseline say of a run at X. */
  private Mixture mixture(
      RunCurve run, Combination laws, double x, Map<PredictiveLaw, Offsets> offsets) {
    double params = run.last().params();
    Mixture mixture = new Mixture();
    for (Combination.Member member : laws.members()) {
      PredictiveLaw law = member.law();
      Offset offset = offsets.get(law).of(run);
      mixture.add(
          member.weight(),
          Math.log(law.fit().predict(params, x)) + offset.value(),
          Math.hypot(law.deviation(params, x, request.level()), offset.deviation()));
    }
    Baseline.ofRun(run.points(), laws.axis())
        .ifPresent(stays -> mixture.add(laws.baseline(), stays.logLoss(), stays.deviation()));
    return mixture;
  }

  private void sizes(CurveKey key, List<RunCurve> runs) {
    CurvePoint any = runs.get(0).last();
    double largest = runs.stream().mapToDouble(run -> run.last().params()).max().orElse(1);
    List<Double> sizes = !request.sizes().isEmpty() ? request.sizes() : List.of(2 * largest);
    boolean several = runs.stream().mapToDouble(run -> run.last().params()).distinct().count() > 1;
    Optional<Combination> laws = laws(key, any, Purpose.LARGER_SIZES);
    if (!several || laws.isEmpty()) {
      notes.add("%s: a larger size cannot be predicted from one size".formatted(name(key)));
      return;
    }
    explain(laws.get(), Purpose.LARGER_SIZES);
    List<CurvePoint> level =
        runs.stream()
            .filter(run -> run.last().params() == largest)
            .flatMap(run -> run.points().stream())
            .toList();
    for (double size : sizes) {
      Forecast last = null;
      for (Point point : points(laws.get(), size, runs)) {
        last = forecast(laws.get(), size, point, level);
        forecasts.add(last);
      }
      if (last != null && size > largest) {
        double there = Math.exp(mixture(laws.get(), largest, last.x(), level).logLoss());
        Band left = change(laws.get(), new Place(largest, last.x()), new Place(size, last.x()));
        prospects(key).size(ModelSize.text(size), ModelSize.text(largest), there, left, last);
      }
    }
  }

  /** A size and how far it is trained. */
  private record Place(double params, double x) {}

  /** What share of the loss is left from one place to another; the baseline has all of it left. */
  private Band change(Combination laws, Place from, Place to) {
    Mixture mixture = new Mixture();
    for (Combination.Member member : laws.members()) {
      PredictiveLaw law = member.law();
      mixture.add(
          member.weight(),
          law.change(from.params(), from.x(), to.params(), to.x()),
          law.changeDeviation(from.params(), from.x(), to.params(), to.x(), request.level()));
    }
    mixture.add(laws.baseline(), 0, 0);
    double misfit = laws.misfits().at(to.x() / from.x(), to.params() / from.params());
    return mixture.band(request.level(), misfit);
  }

  /** Where a size without runs is forecast; the step is -1 where none was asked for. */
  private record Point(int step, double x) {}

  /** At the steps asked for, at the runs' own pace; else along the range of X that was fitted. */
  private List<Point> points(Combination laws, double size, List<RunCurve> runs) {
    if (!request.steps().isEmpty()) {
      double pace = RunCurve.pace(runs, laws.axis(), size);
      return request.steps().stream().map(step -> new Point(step, step * pace)).toList();
    }
    List<Point> points = new ArrayList<>();
    for (int i = 1; i <= CURVE_POINTS; i++) {
      points.add(new Point(-1, laws.largestX() * Math.pow(4, (i - CURVE_POINTS) / 2.0)));
    }
    return points;
  }

  private Forecast forecast(Combination laws, double size, Point point, List<CurvePoint> largest) {
    double misfit = laws.misfits().at(point.x() / laws.largestX(), size / laws.largestSize());
    Band band = mixture(laws, size, point.x(), largest).band(request.level(), misfit);
    return new Forecast(
        new Target.Size(size),
        laws.law(),
        laws.axis(),
        laws.key(),
        size,
        point.step(),
        point.x(),
        band.loss(),
        band.low(),
        band.high(),
        laws.extrapolation(size, point.x()));
  }

  /** What each law says of a size at X, and the baseline: what the largest size reaches. */
  private Mixture mixture(Combination laws, double size, double x, List<CurvePoint> largest) {
    Mixture mixture = new Mixture();
    for (Combination.Member member : laws.members()) {
      PredictiveLaw law = member.law();
      mixture.add(
          member.weight(),
          Math.log(law.fit().predict(size, x)),
          law.deviation(size, x, request.level()));
    }
    if (size >= laws.largestSize()) {
      Baseline.ofSize(largest, laws.axis(), x)
          .ifPresent(stays -> mixture.add(laws.baseline(), stays.logLoss(), stays.deviation()));
    }
    return mixture;
  }

  private Prospects prospects(CurveKey key) {
    return prospects.computeIfAbsent(key, k -> new Prospects(name(k)));
  }

  private String name(CurveKey key) {
    String models = names.of(key.models());
    return models.isEmpty() ? key.benchmark() : models + ", " + key.benchmark();
  }

  /** Says what predicts and why, and where it was no better than no law on what was hidden. */
  private void explain(Combination laws, Purpose purpose) {
    String told =
        "%s: %s over %s by %s%s"
            .formatted(
                name(laws.key()),
                purpose.words(),
                laws.axis().column(),
                laws.reason(),
                laws.ofSizesAlone() ? "; fitted to each size alone" : "");
    if (!this.laws.contains(told)) {
      this.laws.add(told);
    }
    double error = LawChoice.combinedError(study, laws, purpose);
    double baseline = LawChoice.baselineError(study, laws.axis(), laws.key(), purpose);
    if (error >= baseline && baseline < Double.MAX_VALUE) {
      String note =
          String.format(
              Locale.ROOT,
              "%s: where %s were hidden, \"%s\" did as well as all laws together (error %.0f %% against"
                  + " %.0f %%): read these forecasts with caution",
              name(laws.key()),
              purpose.words(),
              Contender.STAYS.label(),
              100 * Math.expm1(baseline),
              100 * Math.expm1(error));
      if (!notes.contains(note)) {
        notes.add(note);
      }
    }
  }

  /**
   * What predicts, over data where it is known: steps follow prompts exactly, tokens only roughly.
   */
  private Optional<Combination> laws(CurveKey key, CurvePoint like, Purpose purpose) {
    for (Axis axis : List.of(Axis.DATA, Axis.COMPUTE)) {
      Optional<Combination> laws = Combination.of(study, key, like.params(), axis, purpose);
      if (laws.isPresent() && axis.of(like) > 0) {
        return laws;
      }
    }
    return Optional.empty();
  }
}
