package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.training.hub.Architecture.Trait;
import io.gradus.training.hub.Switches.Activation;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * config.json to {@link ModelConfig} and back.
 *
 * <p>Keys that transformers fills in by itself get the same defaults here, except the sizes, which
 * must be given: a model of unstated size is a mistake. Settings that would change what the model
 * computes, and that the programs do not compute, are refused by name.
 *
 * <p>The files of plain Llama, Qwen2 and Qwen3 models are written anew. All others are kept as they
 * were read, but for the type of the weights.
 */
final class ModelConfigJson {
  /** The version whose format is written. */
  static final String TRANSFORMERS_VERSION = "4.56.2";

  private static final Set<Architecture> WRITABLE =
      EnumSet.of(Architecture.LLAMA, Architecture.QWEN2, Architecture.QWEN3);

  private static final String KEY_HEADS = "num_key_value_heads";
  private static final String POSITIONS = "max_position_embeddings";

  /** What other model types are, for those who bring them. */
  private static final Map<String, String> HINTS =
      Map.of(
          "gemma3", "; of Gemma 3 the text models, gemma3_text",
          "mistral3", "; of Mistral the text models, mistral");

  private ModelConfigJson() {}

  static ModelConfig read(JsonObject given) {
    Architecture architecture = architecture(given);
    JsonObject json = given.withDefaults(architecture.defaults());
    refuseUnsupported(json);
    try {
      int hidden = json.requiredInt("hidden_size");
      int heads = json.requiredInt("num_attention_heads");
      int layers = json.requiredInt("num_hidden_layers");
      int headDim = headDim(json, hidden, heads);
      Rotary rotary = new RopeJson(given, architecture, headDim).read();
      Switches switches = new SwitchesJson(json, architecture, layers).read(hidden, headDim);
      boolean plain =
          isWritable(architecture)
              && rotary.equals(Rotary.plain(rotary.theta(), headDim))
              && switches.equals(unsetSwitches(architecture, hidden, layers, headDim));
      WeightType type = weightType(json);
      return new ModelConfig(
          architecture,
          json.requiredInt("vocab_size"),
          hidden,
          json.requiredInt("intermediate_size"),
          layers,
          heads,
          keyHeads(json, architecture, heads),
          headDim,
          json.number("rms_norm_eps", Double.NaN),
          rotary,
          json.flag("tie_word_embeddings"),
          positions(json, architecture, rotary.scaling()),
          json.optionalInt("bos_token_id"),
          TokenIds.list(json, "eos_token_id"),
          TokenIds.pad(json),
          type,
          switches,
          plain ? Optional.empty() : Optional.of(storedAs(given.node(), type)));
    } catch (ModelFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(json.source() + ": " + e.getMessage(), e);
    }
  }

  /** Whether {@link #write} can say all that a plain model of the architecture is. */
  static boolean isWritable(Architecture architecture) {
    return WRITABLE.contains(architecture);
  }

  /** What a file that sets none of them means. */
  static Switches unsetSwitches(Architecture architecture, int hidden, int layers, int headDim) {
    JsonObject empty = new JsonObject("", JsonObject.MAPPER.createObjectNode());
    return new SwitchesJson(
            empty.withDefaults(architecture.defaults()), architecture, Math.max(layers, 0))
        .read(hidden, headDim);
  }

  private static Architecture architecture(JsonObject json) {
    String type = json.requiredText("model_type");
    Architecture architecture =
        Architecture.ofModelType(type)
            .orElseThrow(
                () ->
                    json.unexpected(
                        "model_type",
                        "one of those supported: "
                            + Architecture.supportedModelTypes()
                            + HINTS.getOrDefault(type, "")));
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

  private static void refuseUnsupported(JsonObject json) {
    if (!json.get("quantization_config").isMissingNode()) {
      throw json.unexpected("quantization_config", "none: quantized weights are not supported");
    }
    if (json.get("use_bidirectional_attention").asBoolean()) {
      throw json.unexpected("use_bidirectional_attention", "false, the one supported");
    }
  }

  private static int keyHeads(JsonObject json, Architecture architecture, int heads) {
    if (!json.has(KEY_HEADS) && architecture.has(Trait.STATED_KEY_HEADS)) {
      throw json.missing(KEY_HEADS);
    }
    return json.optionalInt(KEY_HEADS).orElse(heads);
  }

  private static int headDim(JsonObject json, int hidden, int heads) {
    OptionalInt explicit = json.optionalInt("head_dim");
    if (explicit.isPresent()) {
      return positive(json, "head_dim", explicit.getAsInt());
    }
    positive(json, "hidden_size", hidden);
    if (heads <= 0 || hidden % heads != 0) {
      throw json.unexpected(
          "hidden_size",
          "a multiple of num_attention_heads, " + heads + ", where head_dim is not given");
    }
    return hidden / heads;
  }

  private static int positive(JsonObject json, String key, int value) {
    if (value < 1) {
      throw json.unexpected(key, "a positive number");
    }
    return value;
  }

  /**
   * The longest sequence. Files of models whose frequencies are scaled by a factor may give the
   * length before scaling; Gemma 3's, Llama 3's and Phi's give the one after it.
   */
  private static int positions(JsonObject json, Architecture architecture, RopeScaling scaling) {
    int positions = json.requiredInt(POSITIONS);
    if (architecture == Architecture.GEMMA3_TEXT) {
      return positions;
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(positions, scaling.reach()));
  }

  private static WeightType weightType(JsonObject json) {
    String key = typeKey(json.node());
    WeightType type =
        WeightType.ofTorchName(json.text(key).orElse("float32"))
            .orElseThrow(() -> json.unexpected(key, "float32, float16 or bfloat16"));
    // computed with and written in float32
    return type == WeightType.FLOAT64 ? WeightType.FLOAT32 : type;
  }

  private static String typeKey(ObjectNode json) {
    return json.hasNonNull("torch_dtype") && !json.hasNonNull("dtype") ? "torch_dtype" : "dtype";
  }

  /** The text of a config.json whose weights are of another type. */
  static String storedAs(String text, WeightType type) {
    return storedAs(JsonObject.parse(text, "config.json").node(), type);
  }

  private static String storedAs(ObjectNode json, WeightType type) {
    ObjectNode copy = json.deepCopy();
    copy.put(typeKey(json), type.torchName());
    return JsonObject.pretty(copy);
  }

  static String write(ModelConfig config) {
    if (config.kept().isPresent()) {
      return config.kept().get();
    }
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
    if (config.switches().activation() == Activation.SILU) {
      json.put("hidden_act", "silu");
    }
    json.put("hidden_size", config.hiddenSize());
    json.put("initializer_range", 0.02);
    json.put("intermediate_size", config.intermediateSize());
    json.put(POSITIONS, config.maxPositions());
    if (architecture == Architecture.LLAMA) {
      json.put("mlp_bias", false);
    }
    json.put("model_type", architecture.modelType());
    json.put("num_attention_heads", config.heads());
    json.put("num_hidden_layers", config.layers());
    json.put(KEY_HEADS, config.kvHeads());
    TokenIds.put(json, "pad_token_id", config.padTokenId());
    json.put("rms_norm_eps", config.rmsNormEps());
    json.putNull("rope_scaling");
    json.put("rope_theta", config.ropeTheta());
    json.put("tie_word_embeddings", config.tieWordEmbeddings());
    json.put("transformers_version", TRANSFORMERS_VERSION);
    json.put("use_cache", true);
    if (architecture == Architecture.QWEN2 || architecture == Architecture.QWEN3) {
      json.putNull("sliding_window");
      json.put("use_sliding_window", false);
    }
    json.put("vocab_size", config.vocabSize());
    return JsonObject.pretty(json);
  }
}
