package io.gradus.jobs.cli;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.progress.RunProgress;
import io.gradus.jobs.train.RunChecks;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The initial model of a run. */
@Command(
    name = "pretrain",
    description = {
      "Makes the model that a configuration's block model.pretrain describes, unless it is there.",
      "train does so by itself.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus pretrain conf/smoke.conf model.path=out/model"})
final class PretrainCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;
  @Mixin ConfigArguments arguments;

  @Override
  public Integer call() throws IOException {
    TrainConfig config = TrainConfig.of(arguments.load());
    try (SparkSession spark = SparkSessions.open("pretrain " + config.run().id());
        RunProgress progress = new RunProgress(System.err)) {
      new RunChecks(spark).check(config);
      InitialModel model = InitialModel.of(spark, config, progress);
      spec.commandLine().getOut().println("model: " + model.location());
    }
    return 0;
  }

  @Override
  public String interrupted() {
    return "pre-training stopped; the same command resumes";
  }
}
