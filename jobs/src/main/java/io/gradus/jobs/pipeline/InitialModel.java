package io.gradus.jobs.pipeline;

import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.ModelConfig;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The model directory that a run starts from, made first if need be. */
public final class InitialModel {
  private InitialModel() {}

  /**
   * Finds or makes the model.
   *
   * @throws IllegalArgumentException if {@code model.path} does not exist and there is nothing to
   *     make it from, or a made model has no local place to go to
   */
  public static Path of(SparkSession spark, TrainConfig config, TrainListener listener)
      throws IOException {
    Path directory = directory(config);
    if (Files.exists(directory.resolve("config.json"))) {
      return directory;
    }
    PretrainConfig pretrain =
        config
            .model()
            .pretrain()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "model.path = "
                            + directory
                            + " has no config.json, expected a Hugging Face model directory"));
    List<Benchmark> heldOut = config.evaluate().heldOut(config.problems().test());
    PretrainJob job = new PretrainJob(spark, listener);
    if (pretrain.finetune().isEmpty()) {
      job.run(pretrain, heldOut, directory);
    } else {
      Path base = of(spark, beforeFinetune(config), listener);
      job.finetune(pretrain, heldOut, base, directory);
    }
    return directory;
  }

  /** Where the model is or will be. */
  public static Path directory(TrainConfig config) {
    if (config.model().path().isPresent()) {
      return local(config.model().path().get(), "model.path");
    }
    return made(config, config.model().pretrain().orElseThrow());
  }

  /** The settings of a run that starts from what the phases before fine-tuning make. */
  public static TrainConfig beforeFinetune(TrainConfig config) {
    PretrainConfig pretrain = config.model().pretrain().orElseThrow().withoutFinetune();
    return config.with(
        new ModelConfig(Optional.of(made(config, pretrain).toString()), Optional.of(pretrain)));
  }

  /** The place of a made model, which tells all that it is made of. */
  private static Path made(TrainConfig config, PretrainConfig pretrain) {
    String made = pretrain + "\n" + config.evaluate().heldOut(config.problems().test());
    return local(config.store().path(), "store.path")
        .resolve("models")
        .resolve(Digests.of(made).substring(0, 16));
  }

  private static Path local(String location, String key) {
    URI uri = URI.create(location.replace(' ', '+'));
    if (uri.getScheme() == null) {
      return Path.of(location);
    }
    if (uri.getScheme().equals("file")) {
      return Path.of(URI.create(location).getPath());
    }
    throw new IllegalArgumentException(
        key + " = " + location + ", expected a local directory to read or make the model in");
  }
}
