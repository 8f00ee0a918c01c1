package io.gradus.training.hub;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The classes of transformers that tokenizer_config.json may name, by how they differ: the special
 * tokens they assume, and whether they replace tokenizer.json's post-processor.
 */
enum TokenizerClass {
  /** Puts its own bos and eos tokens around a text, as add_bos_token and add_eos_token say. */
  LLAMA("LlamaTokenizer", Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>")),
  /** Does as Llama's. */
  GEMMA(
      "GemmaTokenizer",
      Map.of(
          "bos_token", "<bos>", "eos_token", "<eos>", "unk_token", "<unk>", "pad_token", "<pad>")),
  QWEN2(
      "Qwen2Tokenizer",
      Map.of(
          "eos_token",
          "<|endoftext|>",
          "unk_token",
          "<|endoftext|>",
          "pad_token",
          "<|endoftext|>")),
  GPT2(
      "GPT2Tokenizer",
      Map.of(
          "bos_token",
          "<|endoftext|>",
          "eos_token",
          "<|endoftext|>",
          "unk_token",
          "<|endoftext|>")),
  /** Takes tokenizer.json as it is. */
  PLAIN("PreTrainedTokenizer", Map.of()),
  /** What transformers 5 calls that, and takes as it is in any case. */
  BACKEND("TokenizersBackend", Map.of());

  private static final String KEY = "tokenizer_class";

  private final String name;
  private final Map<String, String> defaultTokens;

  TokenizerClass(String name, Map<String, String> defaultTokens) {
    this.name = name;
    this.defaultTokens = defaultTokens;
  }

  /** The special tokens that hold where the configuration names none, by attribute. */
  Map<String, String> defaultTokens() {
    return defaultTokens;
  }

  /** The class that AutoTokenizer takes: the one named, else that of the model's architecture. */
  static TokenizerClass of(JsonObject config, Optional<JsonObject> model) {
    Optional<String> name = config.text(KEY);
    if (name.isEmpty()) {
      String modelType =
          model.flatMap(json -> json.text("model_type")).orElseThrow(() -> config.missing(KEY));
      return Architecture.ofModelType(modelType).map(TokenizerClass::of).orElse(QWEN2);
    }
    String fast = name.get();
    String base = fast.endsWith("Fast") ? fast.substring(0, fast.length() - 4) : fast;
    TokenizerClass named =
        Arrays.stream(values())
            .filter(type -> type.name.equals(base))
            .findFirst()
            .orElseThrow(() -> config.unexpected(KEY, "one of those supported: " + supported()));
    // What transformers 5 saved with a prefix space of its own, only transformers 5 reads, as it
    // is.
    boolean ofBackend = config.has("backend") && !config.get("add_prefix_space").isMissingNode();
    return named == LLAMA && ofBackend ? BACKEND : named;
  }

  /** Whether the class puts its own beginning and end around a text. */
  boolean addsBeginning() {
    return this == LLAMA || this == GEMMA;
  }

  /** Whether add_prefix_space stands over tokenizer.json. */
  boolean overridesPrefixSpace() {
    return this != BACKEND;
  }

  private static TokenizerClass of(Architecture architecture) {
    return switch (architecture) {
      case LLAMA, MISTRAL, PHI3 -> LLAMA;
      case QWEN2, QWEN3 -> QWEN2;
      case GRANITE, OLMO2 -> GPT2;
      case SMOLLM3 -> PLAIN;
      case GEMMA, GEMMA2, GEMMA3_TEXT -> GEMMA;
    };
  }

  private static String supported() {
    return Arrays.stream(values())
        .map(type -> type == BACKEND ? type.name : type.name + "Fast")
        .collect(Collectors.joining(", "));
  }
}
