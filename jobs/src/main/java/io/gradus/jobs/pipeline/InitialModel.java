package io.gradus.jobs.pipeline;

import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path directory = location(config);
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
    new PretrainJob(spark, listener).run(pretrain, config.problems(), directory);
    return directory;
  }

  private static Path location(TrainConfig config) {
    if (config.model().path().isPresent()) {
      return local(config.model().path().get(), "model.path");
    }
    String made = config.model().pretrain().orElseThrow() + "\n" + config.problems().test();
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
