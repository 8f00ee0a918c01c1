package io.gradus.jobs.cli;

import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.study.PlannedRun;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.jobs.study.cost.RunEstimate;
import io.gradus.jobs.study.cost.StudyEstimate;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints what the runs of a study would take, a line each. */
final class EstimatePrinter {
  private static final double GB = 1 << 30;

  private final PrintWriter print;
  private final int rounds;
  private final StudyEstimate estimate;
  private final int runWidth;
  private final int modelWidth;

  private EstimatePrinter(StudyEstimate estimate, int rounds, PrintWriter print) {
    this.rounds = rounds;
    this.print = print;
    this.estimate = estimate;
    this.runWidth = estimate.lines().stream().mapToInt(l -> l.run().length()).max().orElse(3);
    this.modelWidth = estimate.lines().stream().mapToInt(l -> l.model().length()).max().orElse(5);
  }

  static void print(StudyPlan plan, EstimateConfig hardware, PrintWriter print) {
    StudyEstimate estimate =
        StudyEstimate.of(plan.runs().stream().map(PlannedRun::config).toList(), hardware);
    int rounds =
        plan.runs().stream().mapToInt(r -> r.config().rollout().dynamicSampling()).max().orElse(0);
    new EstimatePrinter(estimate, rounds, print).print();
  }

  private void print() {
    line(
        "run", "model", "N", "steps", "tokens", "6NT", "FLOPs", "GPUs", "GB each", "hours",
        "commit", "");
    estimate.lines().forEach(this::print);
    print.printf(
        Locale.ROOT,
        "%d runs: %s FLOPs, %,.0f GPU hours%n",
        estimate.lines().size(),
        power(estimate.flops()),
        estimate.gpuHours());
    assumptions(estimate.hardware());
    if (rounds > 0) {
      print.printf(
          "prompts that dynamic sampling replaces come on top: at most %d times the sampling and scoring%n",
          rounds);
    }
    print.flush();
  }

  private void print(StudyEstimate.Line line) {
    RunEstimate run = line.estimate();
    line(
        line.run(),
        line.model(),
        count((double) run.params()),
        String.valueOf(run.steps()),
        count(run.tokens()),
        power(run.compute()),
        power(run.flops().total()),
        String.valueOf(run.gpus()),
        String.format(Locale.ROOT, run.memory() < GB ? "%.2f" : "%.1f", run.memory() / GB),
        run.hours() < 0.01
            ? "<0.01"
            : String.format(Locale.ROOT, run.hours() < 1 ? "%.2f" : "%.1f", run.hours()),
        bytes(run.commit()),
        run.fits() ? "" : "more memory than there is");
  }

  private void line(String run, String model, String... cells) {
    String format =
        "%-" + runWidth + "s  %-" + modelWidth + "s %7s %5s %7s %7s %7s %4s %7s %7s %7s  %s";
    print.println(
        String.format(
                Locale.ROOT,
                format,
                run,
                model,
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                cells[4],
                cells[5],
                cells[6],
                cells[7],
                cells[8],
                cells[9])
            .stripTrailing());
  }

  private void assumptions(EstimateConfig hardware) {
    print.printf(
        Locale.ROOT,
        "on GPUs of %.0f GB and %s FLOP/s, of which sampling reaches %.0f %% and training %.0f %%;"
            + " %s tokens a prompt, %s a completion; activations %s%n",
        hardware.memory() / GB,
        power(hardware.flops()),
        100 * hardware.samplingEfficiency(),
        100 * hardware.trainingEfficiency(),
        length(hardware.promptTokens()),
        length(hardware.completionTokens()),
        hardware.activations().name().toLowerCase(Locale.ROOT));
    print.println("commit: the checkpoint of one, what learns and its two moments in float32");
    print.println(
        "memory is shared evenly by a run's GPUs, which Gradus does not do yet: its update is one"
            + " process");
  }

  private static String length(OptionalDouble tokens) {
    return tokens.isPresent() ? count(tokens.getAsDouble()) : "as many as allowed";
  }

  private static String count(double value) {
    String[] units = {"", "k", "M", "B", "T"};
    int unit = 0;
    double rest = value;
    while (rest >= 999.5 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    String digits = unit == 0 || rest >= 99.95 ? "%.0f" : rest >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, digits, rest) + units[unit];
  }

  /** In the largest of kB to TB that leaves at least 1, with powers of 1024. */
  private static String bytes(double value) {
    String[] units = {"kB", "MB", "GB", "TB"};
    int unit = 0;
    double rest = value / 1024;
    while (rest >= 1000 && unit < units.length - 1) {
      rest /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, rest >= 9.95 ? "%.0f" : "%.1f", rest) + units[unit];
  }

  private static String power(double value) {
    return String.format(Locale.ROOT, "%.1e", value).replace("e+", "e");
  }
}
