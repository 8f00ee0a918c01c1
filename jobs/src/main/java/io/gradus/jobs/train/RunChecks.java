package io.gradus.jobs.train;

import com.sun.management.OperatingSystemMXBean;
import io.gradus.jobs.config.AdapterTargets;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.DeviceCheck;
import io.gradus.jobs.policy.ScratchFolder;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.pretrain.PretrainJob;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.RunStore;
import io.gradus.jobs.store.SharedPaths;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.hub.WeightLayout;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Finds the settings of a run that cannot work, before a model is made or anything is written: the
 * store's place, devices, problems, and their prompts as the run's model sees them. Problems that
 * several runs share are read once.
 */
public final class RunChecks {
  /** Weights, gradients and two moments in float32. */
  private static final double BYTES_PER_PARAMETER = 16;

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
      requireStopIds(config, directory.config().vocabSize());
      AdapterTargets.require(config, directory.config());
      problems.encode(TokenizerBundle.read(model), directory.config().maxPositions(), SILENT);
    }
  }

  /** Checks where the run reads and writes, and that all processes see the store. */
  void requireStore(TrainConfig config) {
    requireStore(config, OptionalInt.empty());
  }

  /** The same for a run that is taken back to a step, past manifests that cannot be read. */
  void requireStore(TrainConfig config, OptionalInt fromStep) {
    new RunPlaces(context.hadoopConfiguration(), config).check();
    if (stores.add(config.store().path())) {
      SharedPaths.require(context, "store.path", config.store().path());
    }
    // Refuses other settings than those that the run was begun with.
    RunStore store = RunStore.open(context.hadoopConfiguration(), config.store().path());
    if (fromStep.isPresent()) {
      store.requireSettings(config.run().id(), config.json());
    } else {
      store.lastStep(config.run().id(), config.json());
    }
  }

  /** The run's problems; devices, and prompts for a model that is to be made, are checked too. */
  RunProblems problems(TrainConfig config, TrainListener listener) throws IOException {
    requireDevices(config);
    RunProblems problems = RunProblems.load(loader, config, listener);
    if (InitialModel.isToBeMade(spark, config)) {
      tryOut(config, problems);
    }
    return problems;
  }

  private void requireDevices(TrainConfig config) {
    if (config.update().isGang()) {
      GangRoom.require(context, config);
      require(config, "device.update", DeviceCheck.ofTasks(context, config.device().update()));
    } else {
      require(config, "device.update", DeviceCheck.ofDriver(context, config.device().update()));
    }
    require(config, "device.rollouts", DeviceCheck.ofTasks(context, config.device().rollouts()));
  }

  private static void require(TrainConfig config, String key, Optional<String> obstacle) {
    if (obstacle.isPresent()) {
      throw config.origins().wrong(key, "cpu or auto here: " + obstacle.get());
    }
  }

  /** Checks that tokens which end completions are tokens of the model. */
  static void requireStopIds(TrainConfig config, int vocabulary) {
    if (config.rollout().stopIds().stream().anyMatch(id -> id >= vocabulary)) {
      throw config
          .origins()
          .wrong(
              "rollout.stop-ids",
              "token ids from 0 to %d, since the model has %d tokens"
                  .formatted(vocabulary - 1, vocabulary));
    }
  }

  /** A model from scratch is trained with its gradients and two moments on this machine. */
  private static void requireMemory(TrainConfig config, ModelConfig shape) {
    double parameters = WeightLayout.of(shape).totalLength();
    double bytes = BYTES_PER_PARAMETER * parameters;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        && bytes > machine.getTotalMemorySize()) {
      throw config
          .origins()
          .wrong(
              "model.pretrain.size",
              String.format(
                  Locale.ROOT,
                  "a smaller model: %,.0f parameters take %,.0f GB to train, and the machine has"
                      + " %,.0f",
                  parameters,
                  bytes / 1e9,
                  machine.getTotalMemorySize() / 1e9));
    }
  }

  /** Makes the prompts that a model would see that is not made yet. */
  private static void tryOut(TrainConfig config, RunProblems problems) throws IOException {
    PretrainConfig pretrain = config.model().pretrain().orElseThrow();
    try (ScratchFolder scratch = ScratchFolder.create("tokenizer")) {
      int vocabulary = PretrainJob.writeTokenizer(pretrain, scratch.path());
      requireMemory(config, PretrainJob.shape(pretrain, vocabulary));
      AdapterTargets.require(config, PretrainJob.shape(pretrain, vocabulary));
      requireStopIds(config, vocabulary);
      problems.encode(TokenizerBundle.read(scratch.path()), pretrain.maxPositions(), SILENT);
    }
  }
}
