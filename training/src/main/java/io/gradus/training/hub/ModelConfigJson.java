package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * config.json to {@link ModelConfig} and back.
 *
 * <p>Keys that transformers 4.56 fills in by itself get the same defaults here, except the sizes,
 * which must be given: a model of unstated size is a mistake. Settings that would change what the
 * model computes, and that the programs do not compute, are refused by name.
 */
final class ModelConfigJson {
  /** What transformers' three config classes take where rms_norm_eps is absent. */
  static final double DEFAULT_RMS_NORM_EPS = 1e-6;

  /** What transformers' three config classes take where rope_theta is absent. */
  static final double DEFAULT_ROPE_THETA = 10_000;

  /** The version whose format is written. */
  static final String TRANSFORMERS_VERSION = "4.56.2";

  private static final String FULL_ATTENTION = "full_attention";
  private static final int DEFAULT_MAX_WINDOW_LAYERS = 28;
  private static final int QWEN3_DEFAULT_HEAD_DIM = 128;
  private static final int LLAMA_DEFAULT_BOS = 1;
  private static final int LLAMA_DEFAULT_EOS = 2;
  private static final int LLAMA_DEFAULT_POSITIONS = 2048;
  private static final int QWEN_DEFAULT_POSITIONS = 32_768;

  private ModelConfigJson() {}

  static ModelConfig read(JsonObject json) {
    Architecture architecture = architecture(json);
    refuseUnsupported(json, architecture);
    try {
      int hidden = json.requiredInt("hidden_size");
      int heads = json.requiredInt("num_attention_heads");
      return new ModelConfig(
          architecture,
          json.requiredInt("vocab_size"),
          hidden,
          json.requiredInt("intermediate_size"),
          json.requiredInt("num_hidden_layers"),
          heads,
          kvHeads(json, architecture, heads),
          headDim(json, architecture, hidden, heads),
          json.number("rms_norm_eps", DEFAULT_RMS_NORM_EPS),
          ropeTheta(json),
          json.flag("tie_word_embeddings"),
          json.optionalInt("max_position_embeddings")
              .orElse(
                  architecture == Architecture.LLAMA
                      ? LLAMA_DEFAULT_POSITIONS
                      : QWEN_DEFAULT_POSITIONS),
          bosToken(json, architecture),
          eosTokens(json, architecture),
          TokenIds.pad(json),
          weightType(json));
    } catch (ModelFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(json.source() + ": " + e.getMessage(), e);
    }
  }

  private static Architecture architecture(JsonObject json) {
    Architecture architecture =
        Architecture.ofModelType(json.requiredText("model_type"))
            .orElseThrow(
                () ->
                    json.unexpected(
                        "model_type",
                        "one of those supported: " + Architecture.supportedModelTypes()));
    JsonNode classes = json.get("architectures");
    if (!classes.isMissingNode()) {
      boolean listed = false;
      for (JsonNode name : classes) {
        listed |= architecture.className().equals(name.textValue());
      }
      if (!listed) {
        throw json.unexpected("architectures", "[\"" + architecture.className() + "\"]");
      }
    }
    return architecture;
  }

  private static void refuseUnsupported(JsonObject json, Architecture architecture) {
    String activation = json.text("hidden_act").orElse("silu");
    if (!Set.of("silu", "swish").contains(activation)) {
      throw json.unexpected("hidden_act", "\"silu\", the one supported");
    }
    // transformers' Qwen2 has biases on q, k and v whatever attention_bias says.
    if (architecture != Architecture.QWEN2 && json.flag("attention_bias")) {
      throw json.unexpected("attention_bias", "false, the one supported for this architecture");
    }
    if (architecture == Architecture.LLAMA && json.flag("mlp_bias")) {
      throw json.unexpected("mlp_bias", "false, the one supported");
    }
    if (!json.get("quantization_config").isMissingNode()) {
      throw json.unexpected("quantization_config", "none: quantized weights are not supported");
    }
    if (json.number("partial_rotary_factor", 1) != 1) {
      throw json.unexpected("partial_rotary_factor", "1, the one supported");
    }
    refuseScaledRope(json, "rope_scaling");
    refuseScaledRope(json, "rope_parameters");
    if (architecture != Architecture.LLAMA) {
      refuseSlidingWindow(json);
    }
  }

  private static void refuseScaledRope(JsonObject json, String key) {
    json.object(key)
        .ifPresent(
            rope -> {
              // Older files say "type"; where both stand, transformers lets "type" win.
              String type = rope.text("type").or(() -> rope.text("rope_type")).orElse("default");
              if (!type.equals("default")) {
                throw json.unexpected(key, "null or rope_type \"default\", the ones supported");
              }
            });
  }

  /** Mirrors how transformers' Qwen configs derive the attention type of each layer. */
  private static void refuseSlidingWindow(JsonObject json) {
    JsonNode types = json.get("layer_types");
    int layers = json.requiredInt("num_hidden_layers");
    if (!types.isMissingNode()) {
      boolean full = types.isArray() && types.size() == layers;
      for (JsonNode type : types) {
        full &= FULL_ATTENTION.equals(type.textValue());
      }
      if (!full) {
        throw json.unexpected(
            "layer_types", String.format("%d times \"%s\"", layers, FULL_ATTENTION));
      }
      return;
    }
    boolean windowSet =
        !json.has("sliding_window") || json.optionalInt("sliding_window").isPresent();
    int firstWindowed = json.optionalInt("max_window_layers").orElse(DEFAULT_MAX_WINDOW_LAYERS);
    if (json.flag("use_sliding_window") && windowSet && firstWindowed < layers) {
      throw json.unexpected("use_sliding_window", "false: sliding windows are not supported");
    }
  }

  private static int kvHeads(JsonObject json, Architecture architecture, int heads) {
    String key = "num_key_value_heads";
    if (!json.has(key) && architecture != Architecture.LLAMA) {
      throw json.missing(key);
    }
    return json.optionalInt(key).orElse(heads);
  }

  private static int headDim(JsonObject json, Architecture architecture, int hidden, int heads) {
    OptionalInt explicit = json.optionalInt("head_dim");
    if (explicit.isPresent()) {
      return explicit.getAsInt();
    }
    if (architecture == Architecture.QWEN3) {
      return QWEN3_DEFAULT_HEAD_DIM;
    }
    if (heads <= 0 || hidden % heads != 0) {
      throw json.unexpected(
          "hidden_size",
          "a multiple of num_attention_heads, " + heads + ", where head_dim is not given");
    }
    return hidden / heads;
  }

  /** transformers 5 moved rope_theta into rope_parameters. */
  private static double ropeTheta(JsonObject json) {
    double byDefault =
        json.object("rope_parameters")
            .map(rope -> rope.number("rope_theta", DEFAULT_ROPE_THETA))
            .orElse(DEFAULT_ROPE_THETA);
    return json.number("rope_theta", byDefault);
  }

  private static OptionalInt bosToken(JsonObject json, Architecture architecture) {
    String key = "bos_token_id";
    return json.has(key) || architecture != Architecture.LLAMA
        ? json.optionalInt(key)
        : OptionalInt.of(LLAMA_DEFAULT_BOS);
  }

  private static List<Integer> eosTokens(JsonObject json, Architecture architecture) {
    String key = "eos_token_id";
    return json.has(key) || architecture != Architecture.LLAMA
        ? TokenIds.list(json, key)
        : List.of(LLAMA_DEFAULT_EOS);
  }

  private static WeightType weightType(JsonObject json) {
    String key = json.get("dtype").isMissingNode() ? "torch_dtype" : "dtype";
    return WeightType.ofTorchName(json.text(key).orElse("float32"))
        .orElseThrow(() -> json.unexpected(key, "float32, float16 or bfloat16"));
  }

  static String write(ModelConfig config) {
    Architecture architecture = config.architecture();
    ObjectNode json = JsonObject.MAPPER.createObjectNode();
    json.putArray("architectures").add(architecture.className());
    if (architecture != Architecture.QWEN2) {
      json.put("attention_bias", false);
    }
    json.put("attention_dropout", 0.0);
    TokenIds.put(json, "bos_token_id", config.bosTokenId());
    json.put("dtype", config.weightType().torchName());
    TokenIds.putList(json, "eos_token_id", config.eosTokenIds());
    // transformers' Qwen2Config has no such key but heeds it.
    if (architecture != Architecture.QWEN2
        || config.headDim() * config.heads() != config.hiddenSize()) {
      json.put("head_dim", config.headDim());
    }
    json.put("hidden_act", "silu");
    json.put("hidden_size", config.hiddenSize());
    json.put("initializer_range", 0.02);
    json.put("intermediate_size", config.intermediateSize());
    json.put("max_position_embeddings", config.maxPositions());
    if (architecture == Architecture.LLAMA) {
      json.put("mlp_bias", false);
    }
    json.put("model_type", architecture.modelType());
    json.put("num_attention_heads", config.heads());
    json.put("num_hidden_layers", config.layers());
    json.put("num_key_value_heads", config.kvHeads());
    TokenIds.put(json, "pad_token_id", config.padTokenId());
    json.put("rms_norm_eps", config.rmsNormEps());
    json.putNull("rope_scaling");
    json.put("rope_theta", config.ropeTheta());
    json.put("tie_word_embeddings", config.tieWordEmbeddings());
    json.put("transformers_version", TRANSFORMERS_VERSION);
    json.put("use_cache", true);
    if (architecture != Architecture.LLAMA) {
      json.putNull("sliding_window");
      json.put("use_sliding_window", false);
    }
    json.put("vocab_size", config.vocabSize());
    return JsonObject.pretty(json);
  }
}
