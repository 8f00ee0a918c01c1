package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Models of two layers for tests of their directories. */
final class TinyModel {
  private TinyModel() {}

  static ModelConfigBuilder tiny(Architecture architecture) {
    return ModelConfig.builder(architecture)
        .vocabSize(5)
        .hiddenSize(4)
        .intermediateSize(3)
        .layers(2)
        .heads(2)
        .kvHeads(1)
        .headDim(2)
        .eosTokenIds(List.of(2));
  }

  /** Every parameter has the value of its position, exact in all three formats up to 256. */
  static float[] counted(ModelConfig config) {
    float[] weights = new float[Math.toIntExact(WeightLayout.of(config).totalLength())];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 256;
    }
    return weights;
  }

  static void save(ModelConfig config, Path model) throws IOException {
    new ModelDirectoryWriter(config, WeightSource.of(counted(config))).save(model);
  }

  static float[] read(ModelDirectory model) throws IOException {
    float[] weights = new float[Math.toIntExact(model.layout().totalLength())];
    model.readWeights(WeightSink.into(weights));
    return weights;
  }

  static void assertRefused(Path model, String message) {
    assertThatThrownBy(() -> ModelDirectory.open(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }
}
