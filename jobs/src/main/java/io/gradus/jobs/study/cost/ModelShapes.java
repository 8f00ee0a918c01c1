package io.gradus.jobs.study.cost;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.EstimateConfig.Head;
import io.gradus.jobs.config.EstimateConfig.Shape;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The shape of the model that a run starts from, without its weights: that of its config.json if
 * the directory is there, that of {@code model.pretrain} if it is made from scratch, else the one
 * that the study gives under the directory's name.
 */
public final class ModelShapes {
  /** About as many as the characters of made-up arithmetic. */
  private static final int CHARACTERS = 40;

  private final Map<String, Shape> shapes;

  /** With what the study says of models that are not there. */
  public ModelShapes(Map<String, Shape> shapes) {
    this.shapes = shapes;
  }

  /**
   * The shape.
   *
   * @throws ConfigException if it is nowhere
   */
  public ModelConfig of(TrainConfig config) {
    String path = config.model().path().orElse("");
    Path file = Path.of(path, "config.json");
    if (!path.isEmpty() && Files.isRegularFile(file)) {
      try {
        return ModelConfig.read(file);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read", e);
      }
    }
    if (config.model().pretrain().isPresent()) {
      return made(config.model().pretrain().get());
    }
    String name = name(path);
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new ConfigException(
          "%s of run %s is not known: expected %s, or study.shapes.\"%s\""
              .formatted(path, config.run().id(), file, name));
    }
    return model(shape);
  }

  /** What a run's model is called: the last part of its path, or its width. */
  static String name(TrainConfig config) {
    return config
        .model()
        .path()
        .map(ModelShapes::name)
        .orElseGet(
            () ->
                "made, width "
                    + config.model().pretrain().map(p -> p.size().hidden()).orElseThrow());
  }

  private static String name(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }

  private static ModelConfig made(PretrainConfig config) {
    PretrainConfig.Size size = config.size();
    ModelConfigBuilder builder =
        ModelConfig.builder(Architecture.LLAMA)
            .vocabSize(CHARACTERS)
            .hiddenSize(size.hidden())
            .layers(size.layers())
            .heads(size.heads())
            .kvHeads(size.kvHeads())
            .intermediateSize(size.intermediate());
    return (config.headTied() ? builder.tiedEmbeddings() : builder).build();
  }

  private static ModelConfig model(Shape shape) {
    ModelConfigBuilder builder =
        ModelConfig.builder(shape.architecture())
            .vocabSize(shape.vocabulary())
            .hiddenSize(shape.hidden())
            .layers(shape.layers())
            .heads(shape.heads())
            .kvHeads(shape.kvHeads())
            .intermediateSize(shape.intermediate());
    if (shape.headDim() > 0) {
      builder = builder.headDim(shape.headDim());
    }
    return (shape.head() == Head.TIED ? builder.tiedEmbeddings() : builder).build();
  }
}
