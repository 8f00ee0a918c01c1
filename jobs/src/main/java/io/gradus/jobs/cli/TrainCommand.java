package io.gradus.jobs.cli;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.PeakMemory;
import io.gradus.jobs.progress.RunProgress;
import io.gradus.jobs.train.TrainJob;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConfigArguments arguments;

  @Override
  public Integer call() throws IOException {
    TrainConfig config = TrainConfig.of(arguments.load());
    try (SparkSession spark = SparkSessions.open("train " + config.run().id())) {
      try (RunProgress progress = new RunProgress(System.err)) {
        TrainJob.run(spark, config, progress);
      }
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      String memory = PeakMemory.show(PeakMemory.measure(context));
      spec.commandLine()
          .getOut()
          .printf(
              "run %s: %d steps in %s%npeak memory: %s%n",
              config.run().id(), config.steps(), config.store().path(), memory);
    }
    return 0;
  }
}
