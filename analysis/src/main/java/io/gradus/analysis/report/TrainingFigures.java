package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.findings.Compared;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.findings.Part;
import io.gradus.analysis.findings.Within;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.report.StudyView.TrainingPoint;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Reuse, group size, and what training itself looked like. */
final class TrainingFigures {
  private TrainingFigures() {}

  /** Curves under reuse, and its cost at equal steps. */
  static Optional<ReportFigure> reuse(StudyView view) {
    List<CurvePoint> points = like(view, RunSetting::groupSize);
    Optional<Panel> curves =
        largestStudied(view, points, "Reuse τ", CurvePoint::tau, "τ=", Axis.DATA);
    List<Effect> costs =
        view.findings().get(2).effects().stream()
            .filter(e -> e.part() == Part.Claim.REUSE_COST)
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
    List<Within> groups = costs.stream().map(Effect::within).distinct().toList();
    for (Within group : groups) {
      List<Effect> own = costs.stream().filter(e -> e.within().equals(group)).toList();
      cost.add(
          Series.of(
                  group.label(),
                  Series.Mark.LINE_AND_POINTS,
                  own.stream().mapToDouble(TrainingFigures::tau).toArray(),
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

  private static double tau(Effect e) {
    if (e.compared() instanceof Compared.Reuse reuse) {
      return reuse.tau();
    }
    throw new IllegalArgumentException("A comparison of reuse has no τ: " + e.compared().label());
  }

  /** Points of the main benchmark that share a property with their key's reference runs. */
  private static List<CurvePoint> like(StudyView view, Function<RunSetting, Integer> property) {
    return StudyView.where(
        view.main(),
        p ->
            view.reference(CurveKey.of(p))
                .filter(r -> property.apply(r).equals(property.apply(RunSetting.of(p))))
                .isPresent());
  }

  /** Curves by group size over data and over compute. */
  static Optional<ReportFigure> groupSize(StudyView view) {
    List<CurvePoint> points = like(view, RunSetting::tau);
    List<Panel> panels = new ArrayList<>();
    for (Axis axis : List.of(Axis.DATA, Axis.COMPUTE)) {
      largestStudied(view, points, "Group size", CurvePoint::groupSize, "G=", axis)
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
      StudyView view,
      List<CurvePoint> points,
      String name,
      Function<CurvePoint, Integer> property,
      String prefix,
      Axis axis) {
    TreeMap<Double, List<CurvePoint>> sizes =
        StudyView.by(StudyView.where(points, p -> axis.of(p) > 0), CurvePoint::params);
    for (double params : sizes.descendingKeySet()) {
      ModelLine models =
          StudyView.by(sizes.get(params), ModelLine::of).entrySet().stream()
              .max(Comparator.comparingLong(e -> values(e.getValue(), property)))
              .orElseThrow()
              .getKey();
      List<CurvePoint> own =
          StudyView.where(sizes.get(params), p -> ModelLine.of(p).equals(models));
      long several = values(own, property);
      if (several >= 2) {
        Panel.Builder panel =
            Panel.of(
                view.names().after(name + ", " + ModelSize.text(params), " ", models),
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

  private static long values(List<CurvePoint> points, Function<CurvePoint, Integer> property) {
    return points.stream().map(property).distinct().count();
  }

  /** Response length, reward and entropy over data, by size. */
  static List<ReportFigure> training(StudyView view) {
    List<TrainingPoint> plain =
        view.training().stream()
            .filter(
                t -> view.reference(view.key(t.models())).filter(t.setting()::equals).isPresent())
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
    TreeMap<ModelLine, List<TrainingPoint>> lines =
        points.stream()
            .collect(
                Collectors.groupingBy(TrainingPoint::models, TreeMap::new, Collectors.toList()));
    lines.forEach(
        (models, own) -> {
          Panel.Builder panel = Panel.of(view.names().heading(models), Draw.axis(Axis.DATA), y);
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
                            .ordered(view.rank(models, params)));
                  });
          figure.panel(panel.build());
        });
    return figure.subtitle("Runs with " + view.referenceRuns()).build();
  }
}
