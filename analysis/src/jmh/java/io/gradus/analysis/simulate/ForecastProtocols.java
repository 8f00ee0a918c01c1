package io.gradus.analysis.simulate;

import io.gradus.analysis.compare.Baseline;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.forecast.ForecastRequest;
import io.gradus.analysis.forecast.Forecaster;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * How well forecasts of hidden steps and sizes did, beside the protocols that papers publish:
 * {@code main(FILE…)} with curves in the columns of {@code curves import --format csv}. A simulated
 * study of each of three laws is drawn too.
 *
 * <p>Every protocol sees the same points. The paper's law is fitted to all sizes together with an
 * intercept for each, which a hidden size takes from the line through the nearest three; ScaleRL's
 * is a sigmoid for each run without the first tenth of its points (it has none for hidden sizes).
 * The error is |ln(predicted / observed)| over the hidden points, its median and root mean square;
 * coverage is the share of the points within the 95 % interval widened by the point's own noise.
 */
public final class ForecastProtocols {
  private static final double LEVEL = 0.95;
  private static final double QUANTILE = 1.959964;
  private static final double SKIPPED = 0.1;
  private static final StudySettings SETTINGS =
      new StudySettings(List.of(Axis.DATA), List.of(), 100, 40, LEVEL, 1);

  /** What is hidden. */
  private enum Hidden {
    AFTER_25("first 25 % of steps", 0.25, 0),
    AFTER_40("first 40 % of steps", 0.4, 0),
    AFTER_50("first 50 % of steps", 0.5, 0),
    LARGEST("without the largest size", 1, 1),
    TWO_LARGEST("without the two largest", 1, 2);

    private final String label;
    private final double steps;
    private final int sizes;

    Hidden(String label, double steps, int sizes) {
      this.label = label;
      this.steps = steps;
      this.sizes = sizes;
    }
  }

  /** Errors of one protocol on one split. */
  private static final class Score {
    private final List<Double> errors = new ArrayList<>();
    private int covered;
    private int asked;

    void add(double predicted, CurvePoint point) {
      errors.add(Math.abs(Math.log(predicted / Math.max(1e-3, point.loss()))));
    }

    void cover(Forecast forecast, CurvePoint point) {
      double noise = noise(point) / point.loss();
      double center = Math.log(forecast.loss());
      double down = Math.hypot(center - Math.log(forecast.low()), QUANTILE * noise);
      double up = Math.hypot(Math.log(forecast.high()) - center, QUANTILE * noise);
      double observed = Math.log(Math.max(1e-3, point.loss()));
      asked++;
      covered += observed >= center - down && observed <= center + up ? 1 : 0;
    }

    double median() {
      double[] sorted = errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    double rms() {
      return Math.sqrt(errors.stream().mapToDouble(e -> e * e).average().orElse(Double.NaN));
    }
  }

  private ForecastProtocols() {}

  public static void main(String[] args) throws IOException {
    Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
    for (String arg : args) {
      curves.put(Path.of(arg).getFileName().toString().replace(".csv", ""), read(Path.of(arg)));
    }
    for (Truth truth : Truth.all()) {
      if (List.of("log-linear", "power-floor", "sigmoid").contains(truth.law())) {
        curves.put("simulated " + truth.law(), SimulatedStudy.SEVEN_SIZES.draw(truth.loss(), 11));
      }
    }
    System.out.printf(
        "%-26s %-25s %-24s %8s %8s %9s%n",
        "curves", "seen", "protocol", "median", "rms", "coverage");
    for (Map.Entry<String, List<CurvePoint>> each : curves.entrySet()) {
      for (Hidden hidden : Hidden.values()) {
        run(each.getKey(), hidden, each.getValue());
      }
    }
  }

  private static void run(String name, Hidden hidden, List<CurvePoint> points) {
    List<CurvePoint> seen = new ArrayList<>();
    List<CurvePoint> test = new ArrayList<>();
    List<Double> sizes = points.stream().map(CurvePoint::params).distinct().sorted().toList();
    double largest = sizes.get(sizes.size() - 1 - hidden.sizes);
    Map<String, Integer> last = new HashMap<>();
    points.forEach(p -> last.merge(p.runId(), p.step(), Math::max));
    for (CurvePoint point : points) {
      if (point.step() > 0) {
        boolean visible =
            point.params() <= largest && point.step() <= hidden.steps * last.get(point.runId());
        (visible ? seen : test).add(point);
      }
    }
    StudyResult study = LawStudy.run(seen, SETTINGS, new LocalRunner());
    Map<String, Score> scores = new LinkedHashMap<>();
    ours(seen, test, study, hidden, scores.computeIfAbsent("Gradus", k -> new Score()));
    for (CurvePoint point : test) {
      law(study, "log-linear", Scope.ALL_SIZES, point)
          .ifPresent(l -> scores.computeIfAbsent("paper", k -> new Score()).add(l, point));
      Scope own = new Scope.OneSize(point.params());
      law(study, "log-linear", own, point)
          .ifPresent(
              l -> scores.computeIfAbsent("a line each run", k -> new Score()).add(l, point));
      stays(seen, hidden, largest, point)
          .ifPresent(l -> scores.computeIfAbsent("stays", k -> new Score()).add(l, point));
    }
    if (hidden.sizes == 0) {
      StudyResult late = LawStudy.run(withoutStart(seen), sigmoid(), new LocalRunner());
      for (CurvePoint point : test) {
        law(late, "sigmoid", new Scope.OneSize(point.params()), point)
            .ifPresent(l -> scores.computeIfAbsent("ScaleRL", k -> new Score()).add(l, point));
      }
    }
    scores.forEach(
        (protocol, score) ->
            System.out.printf(
                Locale.ROOT,
                "%-26s %-25s %-24s %7.2f%% %7.2f%% %9s%n",
                name,
                hidden.label,
                protocol,
                100 * score.median(),
                100 * score.rms(),
                score.asked == 0
                    ? ""
                    : String.format(Locale.ROOT, "%.1f%%", 100.0 * score.covered / score.asked)));
  }

  private static StudySettings sigmoid() {
    return new StudySettings(List.of(Axis.DATA), List.of("sigmoid"), 0, 0, LEVEL, 1);
  }

  private static void ours(
      List<CurvePoint> seen, List<CurvePoint> test, StudyResult study, Hidden hidden, Score score) {
    List<Integer> steps = List.copyOf(new TreeSet<>(test.stream().map(CurvePoint::step).toList()));
    List<Double> sizes =
        hidden.sizes == 0
            ? List.of()
            : List.copyOf(new TreeSet<>(test.stream().map(CurvePoint::params).toList()));
    Map<List<Object>, Forecast> forecasts = new HashMap<>();
    for (Forecast f :
        Forecaster.run(seen, study, new ForecastRequest(steps, sizes, LEVEL)).forecasts()) {
      boolean wanted = hidden.sizes == 0 ? f.params() <= largest(seen) : sizes.contains(f.params());
      if (wanted) {
        forecasts.put(List.of(f.params(), f.step()), f);
      }
    }
    for (CurvePoint point : test) {
      Forecast forecast = forecasts.get(List.of((Object) point.params(), point.step()));
      if (forecast != null) {
        score.add(forecast.loss(), point);
        score.cover(forecast, point);
      }
    }
  }

  private static double largest(List<CurvePoint> points) {
    return points.stream().mapToDouble(CurvePoint::params).max().orElseThrow();
  }

  private static OptionalDouble law(StudyResult study, String law, Scope scope, CurvePoint point) {
    return study.reports().stream()
        .filter(r -> r.fit().law().equals(law) && r.fit().scope().equals(scope))
        .map(LawReport::fit)
        .mapToDouble(fit -> fit.predict(point.params(), point.data()))
        .findFirst();
  }

  private static OptionalDouble stays(
      List<CurvePoint> seen, Hidden hidden, double largest, CurvePoint point) {
    return (hidden.sizes == 0
            ? Baseline.ofRun(
                seen.stream().filter(p -> p.runId().equals(point.runId())).toList(), Axis.DATA)
            : Baseline.ofSize(
                seen.stream().filter(p -> p.params() == largest).toList(), Axis.DATA, point.data()))
        .map(level -> OptionalDouble.of(Math.exp(level.logLoss())))
        .orElse(OptionalDouble.empty());
  }

  private static List<CurvePoint> withoutStart(List<CurvePoint> seen) {
    Map<String, Integer> last = new HashMap<>();
    seen.forEach(p -> last.merge(p.runId(), p.step(), Math::max));
    return seen.stream().filter(p -> p.step() > SKIPPED * last.get(p.runId())).toList();
  }

  private static double noise(CurvePoint point) {
    return Double.isNaN(point.se())
        ? Math.sqrt(point.loss() * (1 - point.loss()) / Math.max(1, point.problems()))
        : point.se();
  }

  private static List<CurvePoint> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    List<CurvePoint> points = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(header.get(i), cells[i]);
      }
      points.add(
          new CurvePoint(
              row.get("run_id"),
              row.get("family"),
              row.get("variant"),
              Double.parseDouble(row.get("params")),
              Long.parseLong(row.get("seed")),
              Integer.parseInt(row.get("tau")),
              Integer.parseInt(row.get("group_size")),
              Integer.parseInt(row.get("step")),
              number(row, "data"),
              number(row, "tokens"),
              number(row, "compute"),
              row.get("benchmark"),
              Integer.parseInt(row.get("problems")),
              Double.parseDouble(row.get("loss")),
              number(row, "se")));
    }
    return points;
  }

  private static double number(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "");
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }
}
