package io.gradus.jobs.cli;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.ListenerList;
import io.gradus.jobs.progress.PeakMemory;
import io.gradus.jobs.progress.RunProgress;
import io.gradus.jobs.progress.StepProfile;
import io.gradus.jobs.train.TrainJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One GRPO run. */
@Command(
    name = "train",
    description = {
      "Trains a model by GRPO, or resumes a run that was stopped.",
      "Rollouts, steps and evaluations go to the store's tables, the model to its checkpoints.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus train conf/smoke.conf store.path=out/smoke seed=2"})
final class TrainCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;
  @Mixin ConfigArguments arguments;

  @Option(
      names = "--profile",
      description = "Print at the end where the time of the steps went, with tokens a second.")
  boolean profile;

  @Option(
      names = "--from-step",
      paramLabel = "N",
      description = {
        "Take the run back to where step N left it, and train on from there: for a run whose newest"
            + " checkpoint is damaged. N has a sound checkpoint, or is 0 for the initial model. What"
            + " followed is moved to the store's folder _quarantine."
      })
  Integer fromStep;

  private final LastCommit last = new LastCommit();
  private volatile String name = "the run";

  @Override
  public Integer call() throws IOException {
    TrainConfig config = TrainConfig.of(arguments.load());
    name = "run " + config.run().id();
    StepProfile steps = new StepProfile(oldShare(config));
    try (SparkSession spark = SparkSessions.open("train " + config.run().id())) {
      try (RunProgress progress = new RunProgress(System.err)) {
        TrainJob.run(
            spark,
            config,
            new ListenerList(List.of(progress, steps, last)),
            fromStep == null ? OptionalInt.empty() : OptionalInt.of(fromStep));
      }
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      String memory = PeakMemory.show(PeakMemory.measure(context));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "run %s: %d steps in %s%npeak memory: %s%n",
          config.run().id(), last.step(), config.store().path(), memory);
      if (profile) {
        steps.lines().forEach(out::println);
      }
    }
    return 0;
  }

  @Override
  public String interrupted() {
    return "%s stopped %s; the same command resumes".formatted(name, last.show());
  }

  /** Share of a step's prompts whose rollouts are scored before the update. */
  private static double oldShare(TrainConfig config) {
    return Math.max(0, 1 - (double) config.scoredFrom() / config.grpo().prompts());
  }
}
