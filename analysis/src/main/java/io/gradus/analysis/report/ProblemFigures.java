package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.report.StudyView.Problems;
import io.gradus.analysis.text.ModelSize;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What became of single test problems. */
final class ProblemFigures {
  private ProblemFigures() {}

  /**
   * Shares of test problems that are solved, at the boundary and lost over the steps, by size, for
   * the line of models with most evaluations; nothing without evaluations of one benchmark's
   * problems after the first.
   */
  static Optional<ReportFigure> problems(StudyView view) {
    List<Problems> main =
        view.problems().stream()
            .filter(p -> p.key().benchmark().equals(view.benchmark()))
            .filter(p -> view.reference(p.key()).filter(p.setting()::equals).isPresent())
            .toList();
    Optional<CurveKey> most =
        main.stream()
            .collect(Collectors.groupingBy(Problems::key, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .max(
                Map.Entry.<CurveKey, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey);
    return most.filter(key -> main.stream().anyMatch(p -> p.key().equals(key) && p.step() > 0))
        .map(key -> figure(view, key, main.stream().filter(p -> p.key().equals(key)).toList()));
  }

  private static ReportFigure figure(StudyView view, CurveKey key, List<Problems> own) {
    String models = view.names().of(key.models());
    return new ReportFigure(
        Figure.of("problems", "What became of the test problems")
            .subtitle(
                (models.isEmpty() ? "Runs" : "Runs of " + models + " models")
                    + " with "
                    + view.referenceRuns())
            .panel(panel(view, key, own, "Solved", Problems::solved))
            .panel(panel(view, key, own, "At the boundary", Problems::boundary))
            .panel(panel(view, key, own, "Lost", Problems::lost))
            .build(),
        "Solved: every answer of an evaluation and of the one before it is correct; at the boundary: some are; lost: none is, though all were at the run's first evaluation. Mean over seeds.");
  }

  private static Panel panel(
      StudyView view,
      CurveKey key,
      List<Problems> own,
      String title,
      ToLongFunction<Problems> count) {
    Panel.Builder panel =
        Panel.of(title, ChartAxis.linear("Step"), ChartAxis.linear("Share of the test problems"));
    own.stream()
        .collect(Collectors.groupingBy(Problems::params, TreeMap::new, Collectors.toList()))
        .forEach(
            (params, size) -> {
              TreeMap<Integer, Double> shares =
                  size.stream()
                      .collect(
                          Collectors.groupingBy(
                              Problems::step,
                              TreeMap::new,
                              Collectors.averagingDouble(
                                  p -> (double) count.applyAsLong(p) / p.all())));
              panel.add(
                  Series.line(
                          ModelSize.text(params),
                          shares.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                          shares.values().stream().mapToDouble(Double::doubleValue).toArray())
                      .ordered(view.rank(key.models(), params)));
            });
    return panel.build();
  }
}
