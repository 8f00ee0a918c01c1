package io.gradus.analysis.report;

import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.report.Backtest.Checked;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Forecasts made from part of the curves against what was measured. */
final class ForecastFigures {
  private ForecastFigures() {}

  static Optional<ReportFigure> truth(StudyView view) {
    List<Panel> panels = new ArrayList<>();
    if (!view.backtest().early().isEmpty()) {
      panels.add(
          panel(view, "Later steps, from the first quarter of each run", view.backtest().early()));
    }
    if (!view.backtest().later().isEmpty()) {
      panels.add(
          panel(view, "Later steps, from the first half of each run", view.backtest().later()));
    }
    if (!view.backtest().larger().isEmpty()) {
      panels.add(panel(view, "The largest size, from the smaller ones", view.backtest().larger()));
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    Figure.Builder figure =
        Figure.of("forecast", "Forecast against truth")
            .subtitle("On the diagonal a forecast is right; bars are its 95 % interval");
    panels.forEach(figure::panel);
    return Optional.of(
        new ReportFigure(
            figure.build(),
            "Each forecast was made without the measurement it is compared with, choice of law"
                + " included. Intervals are for the underlying loss; an evaluation's own error"
                + " comes on top."));
  }

  private static Panel panel(StudyView view, String title, List<Checked> checked) {
    Panel.Builder panel =
        Panel.of(title, ChartAxis.log("Measured loss"), ChartAxis.log("Forecast loss"));
    double[] all =
        checked.stream()
            .flatMapToDouble(c -> DoubleStream.of(c.observed(), c.forecast().loss()))
            .filter(v -> v > 0)
            .sorted()
            .toArray();
    double[] ends = {all[0], all[all.length - 1]};
    panel.add(Series.of("", Series.Mark.DASHED, ends, ends).muted());
    TreeMap<Double, TreeMap<String, List<Checked>>> sizes =
        checked.stream()
            .collect(
                Collectors.groupingBy(
                    c -> c.forecast().params(),
                    TreeMap::new,
                    Collectors.groupingBy(
                        c -> c.forecast().key().family(), TreeMap::new, Collectors.toList())));
    sizes.forEach(
        (params, families) ->
            families.forEach(
                (family, own) -> {
                  List<Checked> sorted =
                      own.stream().sorted(Comparator.comparingDouble(Checked::observed)).toList();
                  panel.add(
                      Series.points(
                              view.names().tellFamilies()
                                  ? ModelSize.text(params) + " " + family
                                  : ModelSize.text(params),
                              sorted.stream().mapToDouble(Checked::observed).toArray(),
                              sorted.stream().mapToDouble(c -> c.forecast().loss()).toArray())
                          .bars(
                              sorted.stream().mapToDouble(c -> c.forecast().low()).toArray(),
                              sorted.stream().mapToDouble(c -> c.forecast().high()).toArray())
                          .ordered(view.rank(own.get(0).forecast().key().models(), params)));
                }));
    return panel.build();
  }
}
