package io.gradus.training.hub;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The decoder architectures that can be read, run and written, by transformers' names.
 *
 * <p>This is the table of what each family has beyond a plain Llama. The programs know families by
 * the resulting {@link Switches} only.
 */
public enum Architecture {
  /** Llama and everything saved as such (SmolLM2, TinyLlama, …). */
  LLAMA(
      "llama",
      "LlamaForCausalLM",
      Map.of("max_position_embeddings", 2048, "bos_token_id", 1, "eos_token_id", 2),
      Trait.ATTENTION_BIAS_KEY,
      Trait.MLP_BIAS_KEY),
  /** Qwen2 and Qwen2.5: biases on the query, key and value projections. */
  QWEN2(
      "qwen2",
      "Qwen2ForCausalLM",
      Map.of("max_position_embeddings", 32_768, "sliding_window", 4096),
      Trait.QUERY_KEY_VALUE_BIAS,
      Trait.STATED_KEY_HEADS,
      Trait.WINDOW_AFTER_LAYER),
  /** Qwen3: RMS norms on every query and key head. */
  QWEN3(
      "qwen3",
      "Qwen3ForCausalLM",
      Map.of("max_position_embeddings", 32_768, "sliding_window", 4096, "head_dim", 128),
      Trait.ATTENTION_BIAS_KEY,
      Trait.HEAD_NORMS,
      Trait.STATED_KEY_HEADS,
      Trait.WINDOW_AFTER_LAYER),
  /** Mistral: a sliding window in all layers of the first releases. */
  MISTRAL(
      "mistral",
      "MistralForCausalLM",
      Map.of(
          "max_position_embeddings",
          131_072,
          "sliding_window",
          4096,
          "bos_token_id",
          1,
          "eos_token_id",
          2),
      Trait.STATED_KEY_HEADS,
      Trait.WINDOW_EVERYWHERE),
  /** SmolLM3: every fourth layer without rotation. */
  SMOLLM3(
      "smollm3",
      "SmolLM3ForCausalLM",
      Map.of(
          "max_position_embeddings",
          32_768,
          "rope_theta",
          2e6,
          "tie_word_embeddings",
          true,
          "no_rope_layer_interval",
          4,
          "bos_token_id",
          128_000,
          "eos_token_id",
          128_001,
          "pad_token_id",
          128_004),
      Trait.ATTENTION_BIAS_KEY,
      Trait.MLP_BIAS_KEY,
      Trait.STATED_KEY_HEADS,
      Trait.UNROTATED_LAYERS),
  /** Granite 3: a Llama with multipliers. */
  GRANITE(
      "granite",
      "GraniteForCausalLM",
      Map.of("max_position_embeddings", 2048, "bos_token_id", 1, "eos_token_id", 2),
      Trait.ATTENTION_BIAS_KEY,
      Trait.MLP_BIAS_KEY,
      Trait.MULTIPLIERS),
  /** OLMo 2: norms after attention and feed-forward layer. */
  OLMO2(
      "olmo2",
      "Olmo2ForCausalLM",
      Map.of(
          "max_position_embeddings",
          2048,
          "rms_norm_eps",
          1e-5,
          "eos_token_id",
          50_279,
          "pad_token_id",
          1),
      Trait.ATTENTION_BIAS_KEY,
      Trait.WIDE_HEAD_NORMS,
      Trait.NORMS_AFTER),
  /** Phi-3, Phi-3.5, Phi-4 and Phi-4-mini. */
  PHI3(
      "phi3",
      "Phi3ForCausalLM",
      Map.of(
          "max_position_embeddings",
          4096,
          "original_max_position_embeddings",
          4096,
          "rms_norm_eps",
          1e-5,
          "bos_token_id",
          1,
          "eos_token_id",
          32_000,
          "pad_token_id",
          32_000),
      Trait.PACKED_PROJECTIONS,
      Trait.PARTIAL_ROTARY,
      Trait.WINDOW_EVERYWHERE),
  /** Gemma: norms times 1 + weight, scaled embedding. */
  GEMMA(
      "gemma",
      "GemmaForCausalLM",
      gemma(Map.of("max_position_embeddings", 8192)),
      Trait.ATTENTION_BIAS_KEY,
      Trait.NORM_PLUS_ONE,
      Trait.SCALED_EMBEDDING,
      Trait.STATED_KEY_HEADS),
  /** Gemma 2: every other layer local, soft caps. */
  GEMMA2(
      "gemma2",
      "Gemma2ForCausalLM",
      gemma(
          Map.of(
              "max_position_embeddings",
              8192,
              "sliding_window",
              4096,
              "sliding_window_pattern",
              2,
              "query_pre_attn_scalar",
              256,
              "attn_logit_softcapping",
              50.0,
              "final_logit_softcapping",
              30.0)),
      Trait.ATTENTION_BIAS_KEY,
      Trait.NORM_PLUS_ONE,
      Trait.SCALED_EMBEDDING,
      Trait.STATED_KEY_HEADS,
      Trait.NORMS_AROUND,
      Trait.QUERY_SCALAR,
      Trait.LOCAL_LAYERS,
      Trait.ATTENTION_CAP,
      Trait.LOGIT_CAP),
  /** Gemma 3 without vision (270M and 1B): local layers with a rotary base of their own. */
  GEMMA3_TEXT(
      "gemma3_text",
      "Gemma3ForCausalLM",
      gemma(
          Map.of(
              "max_position_embeddings",
              131_072,
              "sliding_window",
              4096,
              "sliding_window_pattern",
              6,
              "query_pre_attn_scalar",
              256,
              "rope_theta",
              1e6,
              "rope_local_base_freq",
              Common.ROPE_THETA)),
      Trait.ATTENTION_BIAS_KEY,
      Trait.NORM_PLUS_ONE,
      Trait.SCALED_EMBEDDING,
      Trait.STATED_KEY_HEADS,
      Trait.NORMS_AROUND,
      Trait.QUERY_SCALAR,
      Trait.LOCAL_LAYERS,
      Trait.LOCAL_THETA,
      Trait.HEAD_NORMS,
      Trait.LOGIT_CAP);

  /** What a family may have beyond a plain Llama. */
  enum Trait {
    /** Query, key and value projections always add a bias. */
    QUERY_KEY_VALUE_BIAS,
    /** {@code attention_bias} gives all four projections of attention a bias. */
    ATTENTION_BIAS_KEY,
    /** {@code mlp_bias} gives the feed-forward projections a bias. */
    MLP_BIAS_KEY,
    /** Each query and key head passes an RMS norm before the rotation. */
    HEAD_NORMS,
    /** All query heads together pass one RMS norm before the rotation, and so do all key heads. */
    WIDE_HEAD_NORMS,
    /** RMS norms stand after attention and feed-forward layer, not before them. */
    NORMS_AFTER,
    /** RMS norms stand before and after attention and feed-forward layer. */
    NORMS_AROUND,
    /** RMS norms multiply by 1 + weight. */
    NORM_PLUS_ONE,
    /** Embeddings are multiplied by the root of the hidden size. */
    SCALED_EMBEDDING,
    /** Embeddings, attention scores, residuals and logits have multipliers of their own. */
    MULTIPLIERS,
    /** Attention scores are divided by the root of {@code query_pre_attn_scalar}. */
    QUERY_SCALAR,
    /** {@code attn_logit_softcapping} is in use. */
    ATTENTION_CAP,
    /** {@code final_logit_softcapping} is in use. */
    LOGIT_CAP,
    /** {@code sliding_window} holds in all layers. */
    WINDOW_EVERYWHERE,
    /** {@code use_sliding_window} makes layers from {@code max_window_layers} on local. */
    WINDOW_AFTER_LAYER,
    /** Some layers are local by {@code layer_types} or a pattern. */
    LOCAL_LAYERS,
    /** Local layers have a rotary base of their own. */
    LOCAL_THETA,
    /** Some layers leave queries and keys unrotated. */
    UNROTATED_LAYERS,
    /** {@code partial_rotary_factor} may leave the end of each head unrotated. */
    PARTIAL_ROTARY,
    /** {@code num_key_value_heads} must be given: transformers' own default fits one size only. */
    STATED_KEY_HEADS,
    /** Files hold query, key and value as one matrix, and gate and up as one. */
    PACKED_PROJECTIONS
  }

  /** What holds for most families. */
  private static final class Common {
    static final double ROPE_THETA = 10_000.0;
    static final Map<String, Object> DEFAULTS =
        Map.of("rms_norm_eps", 1e-6, "rope_theta", ROPE_THETA, "tie_word_embeddings", false);
  }

  private final String modelType;
  private final String className;
  private final Map<String, Object> defaults;
  private final Set<Trait> traits;

  Architecture(String modelType, String className, Map<String, Object> own, Trait... traits) {
    this.modelType = modelType;
    this.className = className;
    Map<String, Object> all = new LinkedHashMap<>(Common.DEFAULTS);
    all.putAll(own);
    this.defaults = Map.copyOf(all);
    this.traits = EnumSet.noneOf(Trait.class);
    this.traits.addAll(Arrays.asList(traits));
  }

  private static Map<String, Object> gemma(Map<String, Object> own) {
    Map<String, Object> all = new LinkedHashMap<>(own);
    all.put("head_dim", 256);
    all.put("tie_word_embeddings", true);
    all.put("bos_token_id", 2);
    all.put("eos_token_id", 1);
    all.put("pad_token_id", 0);
    return all;
  }

  /** The value of {@code model_type} in config.json. */
  public String modelType() {
    return modelType;
  }

  /** The transformers class listed under {@code architectures} in config.json. */
  public String className() {
    return className;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /**
   * What transformers takes where config.json lacks a key. The sizes are not among them: a model of
   * unstated size is a mistake.
   */
  Map<String, Object> defaults() {
    return defaults;
  }

  static Optional<Architecture> ofModelType(String modelType) {
    return Arrays.stream(values()).filter(a -> a.modelType.equals(modelType)).findFirst();
  }

  static String supportedModelTypes() {
    return Arrays.stream(values()).map(Architecture::modelType).collect(Collectors.joining(", "));
  }
}
