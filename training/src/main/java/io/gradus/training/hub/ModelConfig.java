package io.gradus.training.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The hyper-parameters of a decoder-only transformer, as its config.json has them.
 *
 * <p>The constructor accepts only sizes that a model can be built with; {@link #read} also refuses
 * settings that the model programs do not compute.
 *
 * @param architecture which of the supported decoders this is
 * @param vocabSize V, rows of the embedding and of the head
 * @param hiddenSize H, width of the residual stream
 * @param intermediateSize I, width of the gated feed-forward layer
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param kvHeads number of key and value heads; divides {@code heads}
 * @param headDim d, width of one head, even; {@code heads * headDim} need not be H
 * @param rmsNormEps added to the mean square in every RMS norm
 * @param rotary the rotary position embedding
 * @param tieWordEmbeddings whether the head shares the embedding's weights
 * @param maxPositions longest sequence the model was made for, in tokens
 * @param bosTokenId id that begins a sequence, if any
 * @param eosTokenIds ids that end a sequence, possibly none
 * @param padTokenId id that fills up batches, if any
 * @param weightType format in which the weights are (to be) stored
 * @param switches what it computes beyond a plain Llama
 * @param kept the text of the config.json it was read from, where that is kept for what no field
 *     here says; what is written is that text then
 */
public record ModelConfig(
    Architecture architecture,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    double rmsNormEps,
    Rotary rotary,
    boolean tieWordEmbeddings,
    int maxPositions,
    OptionalInt bosTokenId,
    List<Integer> eosTokenIds,
    OptionalInt padTokenId,
    WeightType weightType,
    Switches switches,
    Optional<String> kept) {

  /** Checks every size; the messages use the keys of config.json. */
  public ModelConfig {
    eosTokenIds = List.copyOf(eosTokenIds);
    requirePositive("vocab_size", vocabSize);
    requirePositive("hidden_size", hiddenSize);
    requirePositive("intermediate_size", intermediateSize);
    requirePositive("num_hidden_layers", layers);
    requirePositive("num_attention_heads", heads);
    requirePositive("num_key_value_heads", kvHeads);
    requirePositive("head_dim", headDim);
    requirePositive("rms_norm_eps", rmsNormEps);
    requirePositive("rope_theta", rotary.theta());
    requirePositive("max_position_embeddings", maxPositions);
    require(
        heads % kvHeads == 0,
        "num_attention_heads is %s, expected a multiple of num_key_value_heads, %s",
        heads,
        kvHeads);
    require(headDim % 2 == 0, "head_dim is %s, expected an even number", headDim);
    require(
        switches.layers().size() == layers,
        "num_hidden_layers is %s, expected the %s that are described",
        layers,
        switches.layers().size());
    requireToken("bos_token_id", bosTokenId, vocabSize);
    requireToken("pad_token_id", padTokenId, vocabSize);
    for (int eos : eosTokenIds) {
      requireToken("eos_token_id", OptionalInt.of(eos), vocabSize);
    }
  }

  /**
   * Reads and checks a config.json.
   *
   * @throws ModelFormatException naming the file, the key, the value found and what is supported
   */
  public static ModelConfig read(Path configJson) throws IOException {
    return ModelConfigJson.read(JsonObject.read(configJson));
  }

  /**
   * Reads and checks the text of a config.json.
   *
   * @param source what errors call the text
   */
  public static ModelConfig parse(String json, String source) {
    return ModelConfigJson.read(JsonObject.parse(json, source));
  }

  /** The text of a config.json that transformers loads and {@link #parse} reads back as equal. */
  public String toJson() {
    return ModelConfigJson.write(this);
  }

  /** Begins a new configuration of the given architecture; see {@link ModelConfigBuilder}. */
  public static ModelConfigBuilder builder(Architecture architecture) {
    return new ModelConfigBuilder(architecture);
  }

  /** Base of the rotary position embedding. */
  public double ropeTheta() {
    return rotary.theta();
  }

  private static void requirePositive(String key, double value) {
    require(
        value > 0 && !Double.isInfinite(value),
        "%s is %s, expected a positive number",
        key,
        JsonObject.plain(value));
  }

  private static void requireToken(String key, OptionalInt id, int vocabSize) {
    id.ifPresent(
        token ->
            require(
                token >= 0 && token < vocabSize,
                "%s is %s, expected 0 to %s, below vocab_size",
                key,
                token,
                vocabSize - 1));
  }

  private static void require(boolean condition, String format, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(format, arguments));
    }
  }

  /** The same model with its weights stored in another format. */
  public ModelConfig storedAs(WeightType type) {
    return new ModelConfig(
        architecture,
        vocabSize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        kvHeads,
        headDim,
        rmsNormEps,
        rotary,
        tieWordEmbeddings,
        maxPositions,
        bosTokenId,
        eosTokenIds,
        padTokenId,
        type,
        switches,
        kept.map(text -> ModelConfigJson.storedAs(text, type)));
  }
}
