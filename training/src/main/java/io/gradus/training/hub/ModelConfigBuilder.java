package io.gradus.training.hub;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds a {@link ModelConfig} for a model made from scratch.
 *
 * <p>{@code vocabSize}, {@code hiddenSize}, {@code intermediateSize}, {@code layers} and {@code
 * heads} must be set. Defaults: as many key-value heads as heads; head size H / heads; RMS norm
 * epsilon 1e-6 and rotary base 10,000, as transformers has them; untied head; 2,048 positions; no
 * special tokens; float32. What a family's files may switch is at transformers' defaults.
 */
public final class ModelConfigBuilder {
  private final Architecture architecture;
  private int vocabSize;
  private int hiddenSize;
  private int intermediateSize;
  private int layers;
  private int heads;
  private OptionalInt kvHeads = OptionalInt.empty();
  private OptionalInt headDim = OptionalInt.empty();
  private double rmsNormEps = 1e-6;
  private double ropeTheta = 10_000;
  private boolean tieWordEmbeddings;
  private int maxPositions = 2048;
  private OptionalInt bosTokenId = OptionalInt.empty();
  private List<Integer> eosTokenIds = List.of();
  private OptionalInt padTokenId = OptionalInt.empty();
  private WeightType weightType = WeightType.FLOAT32;

  ModelConfigBuilder(Architecture architecture) {
    this.architecture = architecture;
  }

  public ModelConfigBuilder vocabSize(int value) {
    vocabSize = value;
    return this;
  }

  public ModelConfigBuilder hiddenSize(int value) {
    hiddenSize = value;
    return this;
  }

  public ModelConfigBuilder intermediateSize(int value) {
    intermediateSize = value;
    return this;
  }

  public ModelConfigBuilder layers(int value) {
    layers = value;
    return this;
  }

  public ModelConfigBuilder heads(int value) {
    heads = value;
    return this;
  }

  public ModelConfigBuilder kvHeads(int value) {
    kvHeads = OptionalInt.of(value);
    return this;
  }

  public ModelConfigBuilder headDim(int value) {
    headDim = OptionalInt.of(value);
    return this;
  }

  public ModelConfigBuilder rmsNormEps(double value) {
    rmsNormEps = value;
    return this;
  }

  public ModelConfigBuilder ropeTheta(double value) {
    ropeTheta = value;
    return this;
  }

  /** Lets the head share the embedding's weights. */
  public ModelConfigBuilder tiedEmbeddings() {
    tieWordEmbeddings = true;
    return this;
  }

  public ModelConfigBuilder maxPositions(int value) {
    maxPositions = value;
    return this;
  }

  public ModelConfigBuilder bosTokenId(int value) {
    bosTokenId = OptionalInt.of(value);
    return this;
  }

  public ModelConfigBuilder eosTokenIds(List<Integer> values) {
    eosTokenIds = values;
    return this;
  }

  public ModelConfigBuilder padTokenId(int value) {
    padTokenId = OptionalInt.of(value);
    return this;
  }

  public ModelConfigBuilder weightType(WeightType value) {
    weightType = value;
    return this;
  }

  /**
   * Builds the configuration.
   *
   * @throws IllegalArgumentException naming the key of config.json that is missing or wrong
   */
  public ModelConfig build() {
    if (headDim.isEmpty() && (heads <= 0 || hiddenSize % heads != 0)) {
      throw new IllegalArgumentException(
          String.format(
              "hidden_size is %d, expected a multiple of num_attention_heads, %d, or head_dim set",
              hiddenSize, heads));
    }
    int width = headDim.isPresent() ? headDim.getAsInt() : hiddenSize / heads;
    ModelConfig config =
        new ModelConfig(
            architecture,
            vocabSize,
            hiddenSize,
            intermediateSize,
            layers,
            heads,
            kvHeads.orElse(heads),
            width,
            rmsNormEps,
            Rotary.plain(ropeTheta, width),
            tieWordEmbeddings,
            maxPositions,
            bosTokenId,
            eosTokenIds,
            padTokenId,
            weightType,
            ModelConfigJson.unsetSwitches(architecture, hiddenSize, layers, width),
            Optional.empty());
    // the other families' files are kept as they are read, so there must be one
    return ModelConfigJson.isWritable(architecture)
        ? config
        : ModelConfig.parse(ModelConfigJson.write(config), "the new model's config.json");
  }
}
