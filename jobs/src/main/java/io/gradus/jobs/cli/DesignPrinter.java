package io.gradus.jobs.cli;

import io.gradus.analysis.design.Difference;
import io.gradus.analysis.design.FurtherRun;
import io.gradus.analysis.design.GridDesign;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.uncertainty.ParameterInterval;
import io.gradus.jobs.config.DesignConfig;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.study.PlannedRun;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.jobs.study.cost.StudyDesign;
import io.gradus.jobs.study.cost.StudyEstimate;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints what the grid of a study can tell and what it cannot. */
final class DesignPrinter {
  private final PrintWriter print;

  private DesignPrinter(PrintWriter print) {
    this.print = print;
  }

  static void print(
      StudyPlan plan, EstimateConfig hardware, DesignConfig assumed, PrintWriter print) {
    List<TrainConfig> runs = plan.runs().stream().map(PlannedRun::config).toList();
    StudyEstimate estimate = StudyEstimate.of(runs, hardware);
    int problems =
        runs.stream().mapToInt(run -> StudyDesign.problems(run, assumed)).min().orElse(0);
    GridDesign design = StudyDesign.of(runs, estimate, assumed);
    new DesignPrinter(print).print(design, assumed, problems, estimate.flops());
  }

  private void print(GridDesign design, DesignConfig assumed, int problems, double studyFlops) {
    line("");
    line("what the grid can tell, by %,d simulated studies", assumed.draws());
    line(
        "assumed (study.design): k(N) = %.3g / (1 + %.2e / N); loss after the first step %.2f (smallest size) to %.2f (largest); seeds differ by %.1f %% of the loss; %,d test problems; %.0f %% of an evaluation's variance repeats within a run",
        assumed.kMax(),
        design.n0(),
        assumed.smallestLoss(),
        assumed.largestLoss(),
        100 * assumed.seedSpread(),
        problems,
        100 * assumed.repeated());
    design.lines().forEach(this::law);
    if (design.differences().isEmpty()) {
      line("no two runs differ in one thing alone, so no difference can be seen");
    } else {
      line(
          "smallest difference of loss seen in 80 %% of studies at p below 0.05, over the second half of the steps:");
      design.differences().forEach(this::difference);
    }
    further(design, studyFlops);
    print.flush();
  }

  private void law(GridDesign.LineLaw law) {
    String start =
        "%s, %d %s, %d %s: "
            .formatted(
                law.models().label(),
                law.sizes(),
                law.sizes() == 1 ? "size" : "sizes",
                law.runs(),
                law.runs() == 1 ? "run" : "runs");
    if (law.parameters().isEmpty()) {
      line("%stoo few evaluations to fit the law", start);
      return;
    }
    String one = law.sizes() == 1 ? "; one size cannot tell Kmax and N0" : "";
    line(
        "%s%s%s",
        start,
        law.parameters().stream().map(DesignPrinter::parameter).collect(Collectors.joining("; ")),
        one);
  }

  private static String parameter(ParameterInterval interval) {
    return String.format(
        Locale.ROOT,
        "%s %.3g (95 %% interval: %.3g to %.3g, %s)",
        interval.parameter().name(),
        interval.value(),
        interval.low(),
        interval.high(),
        interval.identified()
            ? String.format(
                Locale.ROOT,
                "width %.0f %% of the value",
                100 * (interval.high() - interval.low()) / Math.abs(interval.value()))
            : interval.reason());
  }

  private void difference(Difference difference) {
    line(
        "  %s: %.1f %% for the least certain of %d %s (%s; %d runs)%s",
        difference.kind().label(),
        100 * difference.single(),
        difference.pairs(),
        difference.pairs() == 1 ? "pair" : "pairs",
        difference.example(),
        difference.runs(),
        difference.pairs() == 1
            ? ""
            : String.format(
                Locale.ROOT, ", %.1f %% for the mean of all", 100 * difference.together()));
  }

  private void further(GridDesign design, double studyFlops) {
    Optional<FurtherRun> cheap = design.bestForItsCost();
    if (cheap.isEmpty()) {
      line("no further run of half the smallest to twice the largest size would narrow the law");
      return;
    }
    line("the run to add that helps most for its cost: %s", text(cheap.get(), studyFlops));
    design
        .best()
        .filter(best -> !best.equals(cheap.get()))
        .ifPresent(best -> line("the one that helps most: %s", text(best, studyFlops)));
  }

  private static String text(FurtherRun run, double studyFlops) {
    return String.format(
        Locale.ROOT,
        "%s of %s %s (%.2g %% of the study's operations), which makes the intervals of Kmax and N0 %.0f %% narrower",
        run.isNewSize() ? "a new size" : "another seed",
        run.models().label(),
        ModelSize.text(run.params()),
        100 * run.cost() / studyFlops,
        100 * (1 - run.narrows()));
  }

  private void line(String format, Object... values) {
    print.println(String.format(Locale.ROOT, format, values));
  }
}
