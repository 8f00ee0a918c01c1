package io.gradus.analysis.report;

import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All figures that a study's data allow, in the order of the report. */
public final class StudyFigures {
  private StudyFigures() {}

  /** The figures; those without data are left out. */
  public static List<ReportFigure> of(StudyView view) {
    List<ReportFigure> figures = new ArrayList<>();
    Stream.of(
            LossFigures.loss(view, Axis.DATA),
            LossFigures.loss(view, Axis.COMPUTE),
            LossFigures.efficiency(view),
            SliceFigures.slices(view),
            TrainingFigures.reuse(view),
            TrainingFigures.groupSize(view),
            RecipeFigures.recipes(view),
            ProblemFigures.problems(view),
            LossFigures.benchmarks(view),
            ForecastFigures.truth(view))
        .flatMap(Optional::stream)
        .forEach(figures::add);
    figures.addAll(TrainingFigures.training(view));
    return figures;
  }
}
