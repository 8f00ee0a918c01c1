package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.findings.ModelSize;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.report.StudyView.TrainingPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Reuse, group size, and what training itself looked like. */
final class TrainingFigures {
  private TrainingFigures() {}

  /** Curves under reuse, and its cost at equal steps. */
  static Optional<ReportFigure> reuse(StudyView view) {
    List<CurvePoint> points =
        StudyView.where(view.main(), p -> p.groupSize() == view.commonGroupSize());
    Optional<Panel> curves = largestStudied(points, "Reuse τ", CurvePoint::tau, "τ=", Axis.DATA);
    List<Effect> costs =
        view.findings().get(2).effects().stream()
            .filter(e -> e.part().equals("no cost at equal steps"))
            .toList();
    if (curves.isEmpty() || costs.isEmpty()) {
      return Optional.empty();
    }
    Panel.Builder cost =
        Panel.of(
                "Cost of reuse at equal steps",
                ChartAxis.log("Reuse τ"),
                ChartAxis.log("Loss with reuse / with fresh data"))
            .horizontal(1, "no cost");
    List<String> groups = costs.stream().map(Effect::group).distinct().toList();
    for (String group : groups) {
      List<Effect> own = costs.stream().filter(e -> e.group().equals(group)).toList();
      cost.add(
          Series.of(
                  group,
                  Series.Mark.LINE_AND_POINTS,
                  own.stream()
                      .mapToDouble(e -> Double.parseDouble(e.comparison().substring(2)))
                      .toArray(),
                  own.stream().mapToDouble(Effect::estimate).toArray())
              .bars(
                  own.stream().mapToDouble(Effect::low).toArray(),
                  own.stream().mapToDouble(Effect::high).toArray())
              .category(groups.indexOf(group)));
    }
    return Optional.of(
        new ReportFigure(
            Figure.of("reuse", "Going over limited data again")
                .subtitle(
                    "τ: how often each problem is trained on; the number of steps is the same")
                .panel(curves.get())
                .panel(cost.build())
                .build(),
            "Left: test loss of the largest size that was trained with several τ, mean over seeds; lines are smoothing splines in log D. Right: the loss over the last doubling of prompts, beside fresh data, with 95 % intervals."));
  }

  /** Curves by group size over data and over compute. */
  static Optional<ReportFigure> groupSize(StudyView view) {
    List<CurvePoint> points = StudyView.where(view.main(), p -> p.tau() == view.leastTau());
    List<Panel> panels = new ArrayList<>();
    for (Axis axis : List.of(Axis.DATA, Axis.COMPUTE)) {
      largestStudied(points, "Group size", CurvePoint::groupSize, "G=", axis)
          .ifPresent(panels::add);
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("group-size", "More rollouts per prompt")
            .subtitle("G: rollouts in a group; a larger group costs more compute per prompt");
    panels.forEach(figure::panel);
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "Test loss of the largest size that was trained with several group sizes, mean over seeds; lines are smoothing splines in log X."));
  }

  private static Optional<Panel> largestStudied(
      List<CurvePoint> points,
      String name,
      java.util.function.Function<CurvePoint, Integer> property,
      String prefix,
      Axis axis) {
    TreeMap<Double, List<CurvePoint>> sizes =
        StudyView.by(StudyView.where(points, p -> axis.of(p) > 0), CurvePoint::params);
    for (double params : sizes.descendingKeySet()) {
      String variant =
          StudyView.by(sizes.get(params), CurvePoint::variant).entrySet().stream()
              .max(Comparator.comparingLong(e -> values(e.getValue(), property)))
              .orElseThrow()
              .getKey();
      List<CurvePoint> own = StudyView.where(sizes.get(params), p -> p.variant().equals(variant));
      long several = values(own, property);
      if (several >= 2) {
        Panel.Builder panel =
            Panel.of(
                "%s, %s%s"
                    .formatted(
                        name,
                        ModelSize.text(params),
                        variant.equals("unknown") ? "" : " " + variant),
                Draw.axis(axis),
                Draw.LOSS);
        int index = 0;
        for (var value : StudyView.by(own, property).entrySet()) {
          double place = index++ / (several - 1.0);
          String label = prefix + value.getKey();
          panel.add(Draw.means(value.getValue(), axis).ordered(place));
          panel.add(Draw.smoothed(label, value.getValue(), axis).ordered(place));
        }
        return Optional.of(panel.build());
      }
    }
    return Optional.empty();
  }

  private static long values(
      List<CurvePoint> points, java.util.function.Function<CurvePoint, Integer> property) {
    return points.stream().map(property).distinct().count();
  }

  /** Response length, reward and entropy over data, by size. */
  static List<ReportFigure> training(StudyView view) {
    List<TrainingPoint> plain =
        view.training().stream()
            .filter(t -> t.tau() == view.leastTau() && t.groupSize() == view.commonGroupSize())
            .toList();
    if (plain.isEmpty()) {
      return List.of();
    }
    return List.of(
        new ReportFigure(
            figure(
                view,
                plain,
                Figure.of("length", "Response length against prompts consumed, by model size"),
                ChartAxis.linear("Mean completion length (tokens)"),
                TrainingPoint::length),
            "Mean length of the sampled completions of a step, mean over seeds."),
        new ReportFigure(
            figure(
                view,
                plain,
                Figure.of("entropy", "Policy entropy against prompts consumed, by model size"),
                ChartAxis.linear("Mean entropy per token (nats)"),
                TrainingPoint::entropy),
            "Entropy that falls to nothing leaves no exploration to learn from. Mean over seeds."));
  }

  private static Figure figure(
      StudyView view,
      List<TrainingPoint> points,
      Figure.Builder figure,
      ChartAxis y,
      ToDoubleFunction<TrainingPoint> value) {
    TreeMap<String, List<TrainingPoint>> variants =
        points.stream()
            .collect(
                Collectors.groupingBy(TrainingPoint::variant, TreeMap::new, Collectors.toList()));
    variants.forEach(
        (variant, own) -> {
          Panel.Builder panel = Panel.of(Draw.variant(variant), Draw.axis(Axis.DATA), y);
          own.stream()
              .collect(
                  Collectors.groupingBy(TrainingPoint::params, TreeMap::new, Collectors.toList()))
              .forEach(
                  (params, size) -> {
                    List<TrainingPoint> sorted =
                        size.stream()
                            .sorted(Comparator.comparingDouble(TrainingPoint::data))
                            .toList();
                    panel.add(
                        Series.line(
                                ModelSize.text(params),
                                sorted.stream().mapToDouble(TrainingPoint::data).toArray(),
                                sorted.stream().mapToDouble(value).toArray())
                            .ordered(view.rank(params)));
                  });
          figure.panel(panel.build());
        });
    return figure
        .subtitle(
            String.format(
                Locale.ROOT,
                "Runs with reuse τ=%d and group size %d",
                view.leastTau(),
                view.commonGroupSize()))
        .build();
  }
}
