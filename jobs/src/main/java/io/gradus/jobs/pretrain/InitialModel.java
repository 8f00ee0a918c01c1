package io.gradus.jobs.pretrain;

import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.ModelConfig;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.store.StoreModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The model directory that a run starts from, made first if need be.
 *
 * @param location where it is, as a path or URI
 * @param directory the same on this machine: itself, or a copy
 */
public record InitialModel(String location, Path directory) {

  /**
   * Finds or makes the model.
   *
   * @throws IllegalArgumentException if {@code model.path} does not exist and there is nothing to
   *     make it from
   */
  public static InitialModel of(SparkSession spark, TrainConfig config, TrainListener listener)
      throws IOException {
    ModelCache cache =
        ModelCache.of(spark.sparkContext().hadoopConfiguration(), config.model().cache());
    String location = location(config);
    // A model of which a part is missing is not taken for one that is to be made.
    StoreModels.check(spark.sparkContext().hadoopConfiguration(), location);
    if (!cache.has(location) && config.model().pretrain().isPresent()) {
      make(spark, config, listener, cache);
    }
    InitialModel model = new InitialModel(location, cache.local(location, "model.path"));
    StoreModels.remember(
        spark.sparkContext().hadoopConfiguration(), config.store().path(), location);
    return model;
  }

  /** Whether {@link #of} would make the model. */
  public static boolean isToBeMade(SparkSession spark, TrainConfig config) throws IOException {
    return config.model().pretrain().isPresent()
        && !ModelCache.of(spark.sparkContext().hadoopConfiguration(), config.model().cache())
            .has(location(config));
  }

  private static void make(
      SparkSession spark, TrainConfig config, TrainListener listener, ModelCache cache)
      throws IOException {
    String location = location(config);
    Optional<Path> local = cache.localPath(location);
    if (local.isPresent()) {
      make(spark, config, listener, local.get());
      return;
    }
    Path made = cache.workshop(location);
    if (!Files.exists(made.resolve("config.json"))) {
      make(spark, config, listener, made);
    }
    cache.publish(made, location);
  }

  private static void make(
      SparkSession spark, TrainConfig config, TrainListener listener, Path target)
      throws IOException {
    PretrainConfig pretrain = config.model().pretrain().orElseThrow();
    List<Benchmark> heldOut = config.evaluate().heldOut(config.problems().test());
    PretrainJob job = new PretrainJob(spark, listener);
    if (pretrain.finetune().isEmpty()) {
      job.run(pretrain, heldOut, target);
    } else {
      Path base = of(spark, beforeFinetune(config), listener).directory();
      job.finetune(pretrain, heldOut, base, target);
    }
  }

  /** Where the model is or will be, as a path or URI. */
  public static String location(TrainConfig config) {
    return config
        .model()
        .path()
        .orElseGet(() -> made(config, config.model().pretrain().orElseThrow()));
  }

  /** The settings of a run that starts from what the phases before fine-tuning make. */
  public static TrainConfig beforeFinetune(TrainConfig config) {
    PretrainConfig pretrain = config.model().pretrain().orElseThrow().withoutFinetune();
    return config.with(
        new ModelConfig(
            Optional.of(made(config, pretrain)), config.model().cache(), Optional.of(pretrain)));
  }

  /** The place of a made model, which tells all that it is made of. */
  private static String made(TrainConfig config, PretrainConfig pretrain) {
    List<Benchmark> heldOut = config.evaluate().heldOut(config.problems().test());
    String name = "models/" + ModelIdentity.of(pretrain, heldOut).name();
    return new org.apache.hadoop.fs.Path(config.store().path(), name).toString();
  }
}
