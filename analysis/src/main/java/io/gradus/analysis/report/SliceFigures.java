package io.gradus.analysis.report;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.report.StudyView.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Loss against model size at matched budgets: which size a budget should buy. */
final class SliceFigures {
  private static final int MOST_BUDGETS = 5;

  private SliceFigures() {}

  static Optional<ReportFigure> slices(StudyView view) {
    List<Panel> panels = new ArrayList<>();
    for (Axis axis : List.of(Axis.COMPUTE, Axis.DATA)) {
      for (ModelLine models : view.lines()) {
        panel(view, axis, models).ifPresent(panels::add);
      }
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("slices", "Loss against model size at equal budgets")
            .subtitle("Each line is one budget; its lowest point is the size to buy with it");
    panels.forEach(figure::panel);
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "Measured losses, interpolated between evaluations to the budget and averaged over seeds (views loss_at_compute and loss_at_data). Lines end where sizes were not measured at that budget."));
  }

  private static Optional<Panel> panel(StudyView view, Axis axis, ModelLine models) {
    TreeMap<Double, List<Slice>> budgets =
        view.slices().stream()
            .filter(s -> s.axis() == axis && s.key().equals(view.key(models)))
            .filter(s -> view.reference(s.key()).filter(s.setting()::equals).isPresent())
            .collect(Collectors.groupingBy(Slice::budget, TreeMap::new, Collectors.toList()));
    int most = budgets.values().stream().mapToInt(List::size).max().orElse(0);
    if (most < 2) {
      return Optional.empty();
    }
    int least = Math.max(2, (most + 1) / 2);
    List<Double> usable =
        budgets.entrySet().stream()
            .filter(e -> e.getValue().size() >= least)
            .map(java.util.Map.Entry::getKey)
            .toList();
    Panel.Builder panel =
        Panel.of(
            view.names()
                .after(axis == Axis.COMPUTE ? "At equal compute" : "At equal data", ", ", models),
            Draw.SIZE,
            Draw.LOSS);
    List<Double> chosen = spread(usable);
    for (double budget : chosen) {
      List<Slice> slice =
          budgets.get(budget).stream().sorted(Comparator.comparingDouble(Slice::params)).toList();
      panel.add(
          Series.of(
                  axis == Axis.COMPUTE ? "C=" + Show.power(budget) : "D=" + Show.amount(budget),
                  Series.Mark.LINE_AND_POINTS,
                  slice.stream().mapToDouble(Slice::params).toArray(),
                  slice.stream().mapToDouble(Slice::loss).toArray())
              .ordered(
                  chosen.size() == 1 ? 1 : (double) chosen.indexOf(budget) / (chosen.size() - 1)));
    }
    return Optional.of(panel.build());
  }

  private static List<Double> spread(List<Double> all) {
    if (all.size() <= MOST_BUDGETS) {
      return all;
    }
    List<Double> some = new ArrayList<>();
    for (int i = 0; i < MOST_BUDGETS; i++) {
      some.add(all.get((int) Math.round(i * (all.size() - 1.0) / (MOST_BUDGETS - 1))));
    }
    return some;
  }
}
