package io.gradus.jobs.cli;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.plan.Budget;
import io.gradus.analysis.plan.PlanRequest;
import io.gradus.analysis.plan.PlanRequest.Extrapolation;
import io.gradus.analysis.plan.Planner;
import io.gradus.analysis.report.ReplicateTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which run to buy. */
@Command(
    name = "plan",
    description = {
      "Ranks model sizes, steps, group sizes and reuse for a budget or a target, with intervals.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus plan --laws out/report --compute 1e19"})
final class PlanCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--laws",
      required = true,
      paramLabel = "DIR",
      description = "Folder that analyze wrote.")
  String laws;

  @ArgGroup(multiplicity = "1")
  Limit limit;

  @Mixin KeyOptions key;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description = "Sizes to choose from. Default: those with runs and twice the largest.")
  List<Double> sizes = List.of();

  @Option(
      names = "--beyond",
      paramLabel = "FACTOR",
      description = "How far beyond the data to rank choices. Default: 4.")
  double beyond = PlanRequest.BEYOND;

  @Option(
      names = "--extrapolate",
      description = "Rank choices farther out too, saying how far they are.")
  boolean extrapolate;

  /** What a run may cost, or must reach. */
  static final class Limit {
    @Option(
        names = "--compute",
        required = true,
        paramLabel = "FLOP",
        description = "Training compute, 6·N·T.")
    Double compute;

    @ArgGroup(exclusive = false, multiplicity = "1")
    Hours hours;

    @ArgGroup(exclusive = false, multiplicity = "1")
    Data data;

    @Option(
        names = "--target",
        required = true,
        paramLabel = "LOSS",
        description = "Test loss to reach, 1 - pass@1.")
    Double target;

    Budget budget() {
      if (compute != null) {
        return Budget.compute(compute);
      }
      if (hours != null) {
        return Budget.gpuHours(hours.hours, hours.flops, hours.efficiency);
      }
      return data != null ? Budget.data(data.prompts, data.reuse) : Budget.target(target);
    }
  }

  /** Compute in hours of a GPU. */
  static final class Hours {
    @Option(names = "--gpu-hours", required = true, description = "Hours of one GPU.")
    double hours;

    @Option(names = "--flops", required = true, description = "The GPU's peak FLOP/s.")
    double flops;

    @Option(
        names = "--efficiency",
        required = true,
        description = "Share of the peak that a whole run uses, for instance 0.15.")
    double efficiency;
  }

  /** A limited set of problems. */
  static final class Data {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "PROMPTS",
        description = "Different training problems there are.")
    double prompts;

    @Option(names = "--reuse", description = "How often each may be used. Default: 1.")
    int reuse = 1;
  }

  @Override
  public Integer call() throws IOException {
    Budget budget = limit.budget();
    Places.input("--laws", laws);
    try (SparkSession spark = SparkSessions.open("plan")) {
      SparkSessions.requireShared(spark, "--laws", laws);
      List<CurvePoint> points = CurveTable.read(spark, laws + "/curves");
      PlanRequest request =
          new PlanRequest(
              budget,
              key.choice().one(points),
              sizes,
              beyond,
              extrapolate ? Extrapolation.ALLOW : Extrapolation.REFUSE,
              0.95,
              1);
      spec.commandLine()
          .getOut()
          .print(Planner.plan(ReplicateTable.read(spark, laws), points, request).table());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
