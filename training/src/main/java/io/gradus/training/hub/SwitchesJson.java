package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.training.hub.Architecture.Trait;
import io.gradus.training.hub.Switches.Activation;
import io.gradus.training.hub.Switches.Bias;
import io.gradus.training.hub.Switches.Caps;
import io.gradus.training.hub.Switches.HeadNorms;
import io.gradus.training.hub.Switches.Layer;
import io.gradus.training.hub.Switches.Multipliers;
import io.gradus.training.hub.Switches.NormWeight;
import io.gradus.training.hub.Switches.Norms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** The {@link Switches} that a family's config.json sets. */
final class SwitchesJson {
  private static final String WINDOW = "sliding_window";
  private static final String LAYER_TYPES = "layer_types";
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";
  private static final int DEFAULT_MAX_WINDOW_LAYERS = 28;

  private final JsonObject json;
  private final Architecture architecture;
  private final int layers;

  /**
   * @param json config.json, absent keys filled in
   */
  SwitchesJson(JsonObject json, Architecture architecture, int layers) {
    this.json = json;
    this.architecture = architecture;
    this.layers = layers;
  }

  Switches read(int hidden, int headDim) {
    List<Layer> kinds = layers();
    boolean local = kinds.stream().anyMatch(Layer::isLocal);
    return new Switches(
        biases(),
        headNorms(),
        norms(),
        architecture.has(Trait.NORM_PLUS_ONE) ? NormWeight.ONE_PLUS_WEIGHT : NormWeight.WEIGHT,
        activation(),
        multipliers(hidden, headDim),
        caps(),
        local ? window() : 0,
        kinds);
  }

  private Set<Bias> biases() {
    Set<Bias> biases = EnumSet.noneOf(Bias.class);
    // transformers' Qwen2 has biases on q, k and v whatever attention_bias says.
    if (architecture.has(Trait.QUERY_KEY_VALUE_BIAS)) {
      biases.add(Bias.QUERY_KEY_VALUE);
    } else if (json.flag("attention_bias")) {
      require(Trait.ATTENTION_BIAS_KEY, "attention_bias");
      biases.add(Bias.QUERY_KEY_VALUE);
      biases.add(Bias.ATTENTION_OUTPUT);
    }
    if (json.flag("mlp_bias")) {
      require(Trait.MLP_BIAS_KEY, "mlp_bias");
      biases.add(Bias.FEED_FORWARD);
    }
    return biases;
  }

  private void require(Trait trait, String key) {
    if (!architecture.has(trait)) {
      throw json.unexpected(key, "false, the one supported for this architecture");
    }
  }

  private HeadNorms headNorms() {
    if (architecture.has(Trait.WIDE_HEAD_NORMS)) {
      return HeadNorms.ALL;
    }
    return architecture.has(Trait.HEAD_NORMS) ? HeadNorms.EACH : HeadNorms.NONE;
  }

  private Norms norms() {
    if (architecture.has(Trait.NORMS_AFTER)) {
      return Norms.AFTER;
    }
    return architecture.has(Trait.NORMS_AROUND) ? Norms.AROUND : Norms.BEFORE;
  }

  /** Gemma's later files have a key of their own; Gemma's earliest leave it null. */
  private Activation activation() {
    boolean gemma = architecture.has(Trait.SCALED_EMBEDDING);
    String key =
        gemma && json.text("hidden_activation").isPresent() ? "hidden_activation" : "hidden_act";
    String byDefault = gemma ? "gelu_pytorch_tanh" : "silu";
    if (gemma && architecture != Architecture.GEMMA) {
      key = "hidden_activation";
    }
    String name = json.text(key).orElse(byDefault);
    String found = key;
    return Arrays.stream(Activation.values())
        .filter(activation -> activation.isCalled(name))
        .findFirst()
        .orElseThrow(
            () -> json.unexpected(found, "silu, gelu_pytorch_tanh or gelu, the ones supported"));
  }

  private Multipliers multipliers(int hidden, int headDim) {
    if (architecture.has(Trait.MULTIPLIERS)) {
      return new Multipliers(
          positive("embedding_multiplier", 1),
          positive("attention_multiplier", 1),
          positive("residual_multiplier", 1),
          positive("logits_scaling", 1));
    }
    double attended =
        architecture.has(Trait.QUERY_SCALAR) ? positive("query_pre_attn_scalar", headDim) : headDim;
    double embedding = architecture.has(Trait.SCALED_EMBEDDING) ? Math.sqrt(hidden) : 1;
    return new Multipliers(embedding, Switches.perRootOf(attended), 1, 1);
  }

  private Caps caps() {
    return new Caps(
        architecture.has(Trait.ATTENTION_CAP) ? cap("attn_logit_softcapping") : 0,
        architecture.has(Trait.LOGIT_CAP) ? cap("final_logit_softcapping") : 0);
  }

  private double cap(String key) {
    return json.get(key).isMissingNode() ? 0 : positive(key, 0);
  }

  private double positive(String key, double byDefault) {
    double value = json.number(key, byDefault);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw json.unexpected(key, "a positive number");
    }
    return value;
  }

  private int window() {
    int window = json.requiredInt(WINDOW);
    if (window < 1) {
      throw json.unexpected(WINDOW, "a positive number");
    }
    return window;
  }

  private List<Layer> layers() {
    IntPredicate local = localLayers();
    IntPredicate rotated = rotatedLayers();
    List<Layer> kinds = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      kinds.add(Layer.of(rotated.test(layer), local.test(layer)));
    }
    return kinds;
  }

  /** Mirrors how transformers' configurations derive the attention type of each layer. */
  private IntPredicate localLayers() {
    boolean set = !json.get(WINDOW).isMissingNode();
    if (architecture.has(Trait.WINDOW_EVERYWHERE)) {
      return layer -> set;
    }
    if (architecture.has(Trait.LOCAL_LAYERS)) {
      return typed(every("sliding_window_pattern"));
    }
    boolean used = json.flag("use_sliding_window") && set;
    if (architecture.has(Trait.WINDOW_AFTER_LAYER)) {
      int first = json.optionalInt("max_window_layers").orElse(DEFAULT_MAX_WINDOW_LAYERS);
      return ifUsed(used, typed(layer -> used && layer >= first));
    }
    if (architecture.has(Trait.UNROTATED_LAYERS)) {
      IntPredicate rotated = rotatedLayers();
      return ifUsed(used, typed(layer -> used && !rotated.test(layer)));
    }
    return layer -> false;
  }

  /** transformers fails or goes by the list alone where it names layers that the flag excludes. */
  private IntPredicate ifUsed(boolean used, IntPredicate local) {
    for (int layer = 0; layer < layers; layer++) {
      if (!used && local.test(layer)) {
        throw json.unexpected(
            LAYER_TYPES, "no \"" + SLIDING + "\", or use_sliding_window true and a " + WINDOW);
      }
    }
    return local;
  }

  /** By the list of types, or by a rule where there is none. */
  private IntPredicate typed(IntPredicate otherwise) {
    JsonNode types = json.get(LAYER_TYPES);
    if (types.isMissingNode()) {
      return otherwise;
    }
    boolean known = types.isArray() && types.size() == layers;
    for (JsonNode type : types) {
      known &= FULL.equals(type.textValue()) || SLIDING.equals(type.textValue());
    }
    if (!known) {
      throw json.unexpected(
          LAYER_TYPES, String.format("%d times \"%s\" or \"%s\"", layers, FULL, SLIDING));
    }
    return layer -> SLIDING.equals(types.get(layer).textValue());
  }

  /** All layers but each n-th. */
  private IntPredicate every(String key) {
    int interval = json.requiredInt(key);
    if (interval < 1) {
      throw json.unexpected(key, "a positive number");
    }
    return layer -> (layer + 1) % interval != 0;
  }

  private IntPredicate rotatedLayers() {
    String key = "no_rope_layers";
    if (!architecture.has(Trait.UNROTATED_LAYERS)) {
      return layer -> true;
    }
    JsonNode flags = json.get(key);
    if (flags.isMissingNode()) {
      return every("no_rope_layer_interval");
    }
    boolean whole = flags.isArray() && flags.size() == layers;
    for (JsonNode flag : flags) {
      whole &= flag.isInt() && (flag.intValue() == 0 || flag.intValue() == 1);
    }
    if (!whole) {
      throw json.unexpected(key, "a list of " + layers + " numbers 0 or 1");
    }
    return layer -> flags.get(layer).intValue() == 1;
  }
}
