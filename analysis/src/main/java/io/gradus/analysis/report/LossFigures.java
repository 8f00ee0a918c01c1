package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.findings.ModelSize;
import io.gradus.analysis.law.Axis;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
    Set<String> laws = new TreeSet<>();
    for (var variant : StudyView.by(known, CurvePoint::variant).entrySet()) {
      Panel.Builder panel = Panel.of(Draw.variant(variant.getKey()), Draw.axis(axis), Draw.LOSS);
      TreeMap<Double, List<CurvePoint>> sizes =
          StudyView.by(variant.getValue(), CurvePoint::params);
      sizes.forEach(
          (params, points) -> panel.add(Draw.measured(points, axis).ordered(view.rank(params))));
      sizes.forEach(
          (params, points) ->
              panel.add(
                  view.drawnLaw(axis, variant.getKey(), params)
                      .map(l -> Draw.law(l, params, points, axis))
                      .orElseGet(() -> Draw.smoothed(ModelSize.text(params), points, axis))
                      .ordered(view.rank(params))));
      if (view.comparison(axis, variant.getKey()).isPresent()) {
        laws.add(view.drawnName(axis, variant.getKey()));
      }
      figure.panel(panel.build());
    }
    figure.subtitle(
        laws.isEmpty()
            ? "Points: evaluations on %s. Lines: mean over runs, smoothed."
                .formatted(view.benchmark())
            : "Points: evaluations on %s. Lines: law “%s” with its 95 %% bootstrap band."
                .formatted(view.benchmark(), String.join("”, “", laws)));
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "Every evaluation after step 0 of runs with reuse τ=%d and group size %d. Both axes are logarithmic: a power law is a straight line, and its slope is the learning efficiency k. Drawn is the law that predicts best, or the paper's log-linear one where none does."
                .formatted(view.leastTau(), view.commonGroupSize())));
  }

  /** k against N with intervals. */
  static Optional<ReportFigure> efficiency(StudyView view) {
    if (view.dataEfficiencies().isEmpty()) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("efficiency", "Learning efficiency k against model size")
            .subtitle("k: decades of loss lost for each decade of X, with 95 % intervals");
    figure.panel(efficiency("X = prompts consumed D", view.dataEfficiencies()));
    if (!view.computeEfficiencies().isEmpty()) {
      figure.panel(efficiency("X = training compute C", view.computeEfficiencies()));
    }
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "k of each size is the slope of log10 loss over log10 X at steps from 1 on (ordinary"
                + " least squares; intervals by Newey and West, or between seeds where that is"
                + " wider)."));
  }

  private static Panel efficiency(String title, List<SizeEfficiency> all) {
    Panel.Builder panel = Panel.of(title, Draw.SIZE, ChartAxis.linear("Learning efficiency k"));
    List<String> variants = all.stream().map(SizeEfficiency::variant).distinct().sorted().toList();
    for (String variant : variants) {
      List<SizeEfficiency> own = all.stream().filter(e -> e.variant().equals(variant)).toList();
      panel.add(
          Series.of(
                  variant.equals("unknown") ? "" : variant,
                  Series.Mark.LINE_AND_POINTS,
                  own.stream().mapToDouble(SizeEfficiency::params).toArray(),
                  own.stream().mapToDouble(SizeEfficiency::k).toArray())
              .bars(
                  own.stream().mapToDouble(SizeEfficiency::low).toArray(),
                  own.stream().mapToDouble(SizeEfficiency::high).toArray())
              .category(variants.indexOf(variant)));
    }
    return panel.build();
  }

  /** Last loss against size on every benchmark; nothing where there is one benchmark only. */
  static Optional<ReportFigure> benchmarks(StudyView view) {
    List<CurvePoint> plain =
        StudyView.where(
            view.points(),
            p -> p.tau() == view.leastTau() && p.groupSize() == view.commonGroupSize());
    List<String> names = plain.stream().map(CurvePoint::benchmark).distinct().sorted().toList();
    if (names.size() < 2) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("cross-domain", "What carries over: final loss by benchmark and model size")
            .subtitle("Dashed: the same models before training");
    for (var variant : StudyView.by(plain, CurvePoint::variant).entrySet()) {
      Panel.Builder panel = Panel.of(Draw.variant(variant.getKey()), Draw.SIZE, Draw.LOSS);
      for (var benchmark : StudyView.by(variant.getValue(), CurvePoint::benchmark).entrySet()) {
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
