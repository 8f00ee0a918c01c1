package io.gradus.jobs.train;

import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.DeviceCheck;
import io.gradus.jobs.policy.ScratchFolder;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.pretrain.PretrainJob;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.SharedPaths;
import io.gradus.training.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Finds the settings of a run that cannot work, before a model is made or anything is written: the
 * store's place, devices, problems, and their prompts as the run's model sees them. Problems that
 * several runs share are read once.
 */
public final class RunChecks {
  private static final TrainListener SILENT = new TrainListener() {};

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final ProblemLoader loader;
  private final Set<String> stores = new HashSet<>();

  public RunChecks(SparkSession spark) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.loader = new ProblemLoader(spark);
  }

  /**
   * Checks all that {@code train} checks, with the model that is there or with the tokenizer and
   * the positions that the model to be made will have.
   *
   * @throws io.gradus.jobs.config.ConfigException naming the setting that cannot work
   * @throws IllegalArgumentException if problems or the model cannot be used
   */
  public void check(TrainConfig config) throws IOException {
    requireStore(config);
    RunProblems problems = problems(config, SILENT);
    if (InitialModel.isToBeMade(spark, config)) {
      return;
    }
    Path model = InitialModel.of(spark, config, SILENT).directory();
    try (ModelDirectory directory = ModelDirectory.open(model)) {
      problems.encode(TokenizerBundle.read(model), directory.config().maxPositions(), SILENT);
    }
  }

  /** Checks where the run reads and writes, and that all processes see the store. */
  void requireStore(TrainConfig config) {
    new RunPlaces(context.hadoopConfiguration(), config).check();
    if (stores.add(config.store().path())) {
      SharedPaths.require(context, "store.path", config.store().path());
    }
  }

  /** The run's problems; devices, and prompts for a model that is to be made, are checked too. */
  RunProblems problems(TrainConfig config, TrainListener listener) throws IOException {
    requireDevices(config);
    RunProblems problems = RunProblems.load(loader, config, listener);
    if (InitialModel.isToBeMade(spark, config)) {
      tryOut(problems, config.model().pretrain().orElseThrow());
    }
    return problems;
  }

  private void requireDevices(TrainConfig config) {
    require(config, "device.update", DeviceCheck.ofDriver(context, config.device().update()));
    require(config, "device.rollouts", DeviceCheck.ofTasks(context, config.device().rollouts()));
  }

  private static void require(TrainConfig config, String key, Optional<String> obstacle) {
    if (obstacle.isPresent()) {
      throw config.origins().wrong(key, "cpu or auto here: " + obstacle.get());
    }
  }

  /** Makes the prompts that a model would see that is not made yet. */
  private static void tryOut(RunProblems problems, PretrainConfig pretrain) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.create("tokenizer")) {
      PretrainJob.writeTokenizer(pretrain, scratch.path());
      problems.encode(TokenizerBundle.read(scratch.path()), pretrain.maxPositions(), SILENT);
    }
  }
}
