package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Loss against compute and data with laws; learning efficiency against size; benchmarks. */
final class LossFigures {
  private LossFigures() {}

  /** Loss of every size along an axis; nothing where no point knows it. */
  static Optional<ReportFigure> loss(StudyView view, Axis axis) {
    List<CurvePoint> known = StudyView.where(view.plain(), p -> axis.of(p) > 0);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    String what = axis == Axis.COMPUTE ? "training compute" : "prompts consumed";
    Figure.Builder figure =
        Figure.of("loss-" + axis.column(), "Test loss against " + what + ", by model size");
    Map<String, List<String>> laws = new TreeMap<>();
    for (var line : StudyView.by(known, ModelLine::of).entrySet()) {
      ModelLine models = line.getKey();
      Panel.Builder panel = Panel.of(view.names().heading(models), Draw.axis(axis), Draw.LOSS);
      TreeMap<Double, List<CurvePoint>> sizes = StudyView.by(line.getValue(), CurvePoint::params);
      sizes.forEach(
          (params, points) ->
              panel.add(Draw.measured(points, axis).ordered(view.rank(models, params))));
      sizes.forEach(
          (params, points) ->
              panel.add(
                  view.drawnLaw(axis, models, params)
                      .map(l -> Draw.law(l, params, points, axis))
                      .orElseGet(() -> Draw.smoothed(ModelSize.text(params), points, axis))
                      .ordered(view.rank(models, params))));
      if (view.laws().comparison(axis, view.key(models)).isPresent()) {
        laws.computeIfAbsent(view.drawn(axis, models).label(), law -> new ArrayList<>())
            .add(view.names().of(models));
      }
      figure.panel(panel.build());
    }
    figure.subtitle(
        laws.isEmpty()
            ? "Points: evaluations on %s. Lines: mean over runs, smoothed."
                .formatted(view.benchmark())
            : "Points: evaluations on %s. Lines: law %s with its 95 %% bootstrap band."
                .formatted(view.benchmark(), drawn(laws)));
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "Every evaluation after step 0 of runs with %s. Both axes are logarithmic: a power law is a straight line, and its slope is the learning efficiency k. Drawn is the law that predicts best, or the paper's log-linear one where none does."
                .formatted(view.referenceRuns())));
  }

  /**
   * The laws that are drawn: one alone by its name, several each with whose it is.
   *
   * @param laws the names of the lines of models whose law it is, by the law's label
   */
  static String drawn(Map<String, List<String>> laws) {
    return laws.entrySet().stream()
        .map(
            law ->
                laws.size() == 1
                    ? "“" + law.getKey() + "”"
                    : "“%s” (%s)".formatted(law.getKey(), String.join(", ", law.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** k against N with intervals. */
  static Optional<ReportFigure> efficiency(StudyView view) {
    if (view.dataEfficiencies().isEmpty()) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("efficiency", "Learning efficiency k against model size")
            .subtitle("k: decades of loss lost for each decade of X, with 95 % intervals");
    figure.panel(efficiency(view, "X = prompts consumed D", view.dataEfficiencies()));
    if (!view.computeEfficiencies().isEmpty()) {
      figure.panel(efficiency(view, "X = training compute C", view.computeEfficiencies()));
    }
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "k of each size is the slope of log10 loss over log10 X at steps from 1 on (ordinary"
                + " least squares; intervals by Newey and West, or between seeds where that is"
                + " wider)."));
  }

  private static Panel efficiency(StudyView view, String title, List<SizeEfficiency> all) {
    Panel.Builder panel = Panel.of(title, Draw.SIZE, ChartAxis.linear("Learning efficiency k"));
    List<ModelLine> lines = all.stream().map(SizeEfficiency::models).distinct().sorted().toList();
    for (ModelLine models : lines) {
      List<SizeEfficiency> own = all.stream().filter(e -> e.models().equals(models)).toList();
      panel.add(
          Series.of(
                  view.names().of(models),
                  Series.Mark.LINE_AND_POINTS,
                  own.stream().mapToDouble(SizeEfficiency::params).toArray(),
                  own.stream().mapToDouble(SizeEfficiency::k).toArray())
              .bars(
                  own.stream().mapToDouble(SizeEfficiency::low).toArray(),
                  own.stream().mapToDouble(SizeEfficiency::high).toArray())
              .category(lines.indexOf(models)));
    }
    return panel.build();
  }

  /** Last loss against size on every benchmark; nothing where there is one benchmark only. */
  static Optional<ReportFigure> benchmarks(StudyView view) {
    List<CurvePoint> plain = StudyView.where(view.points(), view::isReference);
    List<String> names = plain.stream().map(CurvePoint::benchmark).distinct().sorted().toList();
    if (names.size() < 2) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("cross-domain", "What carries over: final loss by benchmark and model size")
            .subtitle("Dashed: the same models before training");
    for (var line : StudyView.by(plain, ModelLine::of).entrySet()) {
      Panel.Builder panel = Panel.of(view.names().heading(line.getKey()), Draw.SIZE, Draw.LOSS);
      for (var benchmark : StudyView.by(line.getValue(), CurvePoint::benchmark).entrySet()) {
        int index = names.indexOf(benchmark.getKey());
        panel.add(ends(benchmark.getValue(), "", Series.Mark.DASHED, false).category(index));
        panel.add(
            ends(benchmark.getValue(), benchmark.getKey(), Series.Mark.LINE_AND_POINTS, true)
                .category(index));
      }
      figure.panel(panel.build());
    }
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "Training problems come from %s's task; the other sets show whether the gain carries over. Mean over seeds at the last evaluation."
                .formatted(view.benchmark())));
  }

  private static Series ends(
      List<CurvePoint> points, String label, Series.Mark mark, boolean last) {
    TreeMap<Double, List<CurvePoint>> sizes = StudyView.by(points, CurvePoint::params);
    double[] x = sizes.keySet().stream().mapToDouble(n -> n).toArray();
    double[] y = sizes.values().stream().mapToDouble(ps -> meanEnd(ps, last)).toArray();
    return Series.of(label, mark, x, y);
  }

  /** Mean over runs of their last loss, or their first. */
  static double meanEnd(List<CurvePoint> points, boolean last) {
    return StudyView.by(points, CurvePoint::runId).values().stream()
        .mapToDouble(run -> end(run, last))
        .average()
        .orElse(Double.NaN);
  }

  private static double end(List<CurvePoint> run, boolean last) {
    TreeMap<Integer, List<CurvePoint>> steps = StudyView.by(run, CurvePoint::step);
    return (last ? steps.lastEntry() : steps.firstEntry()).getValue().get(0).loss();
  }
}
