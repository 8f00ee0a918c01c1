package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.recipes.RecipeEffect;
import io.gradus.analysis.recipes.RecipeEffect.Measure;
import io.gradus.analysis.recipes.RecipeStudy;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Recipes beside each other: their curves by size, and level against speed. */
final class RecipeFigures {
  private RecipeFigures() {}

  static Optional<ReportFigure> recipes(StudyView view) {
    return view.recipes().map(RecipeFigures::figure);
  }

  private static ReportFigure figure(RecipeStudy study) {
    Figure.Builder figure =
        Figure.of("recipes", "Recipes beside each other")
            .subtitle(
                "Means over runs of the same seeds; " + study.reference() + " is the reference");
    sizes(study).forEach((params, recipes) -> figure.panel(curves(study, params, recipes)));
    figure.panel(effects(study));
    return new ReportFigure(
        figure.build(),
        "pass@1 by size, and every recipe's level and speed beside "
            + study.reference()
            + ": up is a higher level, left is less compute to the common level. Bars are 95 %"
            + " intervals of the level over pairs, not corrected for the number of comparisons."
            + " Recipes without a speed are not drawn there.");
  }

  private static TreeMap<Double, TreeMap<String, List<CurvePoint>>> sizes(RecipeStudy study) {
    TreeMap<Double, TreeMap<String, List<CurvePoint>>> sizes = new TreeMap<>();
    study
        .curves()
        .forEach(
            (recipe, points) ->
                points.forEach(
                    p ->
                        sizes
                            .computeIfAbsent(p.params(), n -> new TreeMap<>())
                            .computeIfAbsent(recipe, r -> new ArrayList<>())
                            .add(p)));
    return sizes;
  }

  private static Panel curves(
      RecipeStudy study, double params, TreeMap<String, List<CurvePoint>> recipes) {
    Panel.Builder panel =
        Panel.of(
            "N = " + ModelSize.text(params),
            ChartAxis.linear("Step"),
            ChartAxis.linear("pass@1").percent());
    recipes.forEach(
        (recipe, points) -> {
          TreeMap<Integer, List<CurvePoint>> steps = StudyView.by(points, CurvePoint::step);
          panel.add(
              Series.line(
                      recipe,
                      steps.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                      steps.values().stream()
                          .mapToDouble(
                              ps ->
                                  ps.stream()
                                      .mapToDouble(p -> 1 - p.loss())
                                      .average()
                                      .orElse(Double.NaN))
                          .toArray())
                  .category(study.recipes().indexOf(recipe)));
        });
    return panel.build();
  }

  private static Panel effects(RecipeStudy study) {
    Panel.Builder panel =
        Panel.of(
                "Level and speed",
                ChartAxis.log("Compute to the common level / " + study.reference()),
                ChartAxis.linear("Level above " + study.reference() + " (pass@1)").percent())
            .horizontal(0, "");
    for (RecipeEffect level : study.effects(Measure.LEVEL)) {
      study.effects(Measure.COMPUTE).stream()
          .filter(e -> e.recipe().equals(level.recipe()) && e.against().equals(level.against()))
          .filter(e -> e.against().equals(study.reference()) && e.estimate() > 0)
          .filter(e -> !Double.isNaN(level.low()))
          .forEach(
              speed ->
                  panel.add(
                      Series.points(
                              level.recipe(),
                              new double[] {speed.estimate()},
                              new double[] {level.estimate()})
                          .bars(new double[] {level.low()}, new double[] {level.high()})
                          .category(study.recipes().indexOf(level.recipe()))));
    }
    return panel.build();
  }
}
