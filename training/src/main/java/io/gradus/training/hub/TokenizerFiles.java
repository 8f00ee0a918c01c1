package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The tokenizer of a model directory as transformers' {@code AutoTokenizer} builds it from
 * tokenizer.json, tokenizer_config.json and their companions.
 *
 * <p>transformers changes what tokenizer.json says: Llama's class puts its own beginning and end
 * tokens around a text, tokens and flags of tokenizer_config.json stand over those of
 * tokenizer.json, and special tokens that it names are added. {@link #json} has all that applied.
 *
 * @param json a tokenizer.json that alone behaves like the directory under transformers
 * @param specialTokens special tokens by attribute, for example {@code bos_token} to {@code <s>}
 * @param tokenIds ids of the special tokens in {@code specialTokens}, by the token's text
 * @param cleansUpSpaces whether decoding drops the spaces before English punctuation
 * @param chatTemplate the default chat template, if the directory has one
 * @param otherTemplates names of further chat templates
 */
public record TokenizerFiles(
    String json,
    Map<String, String> specialTokens,
    Map<String, Integer> tokenIds,
    boolean cleansUpSpaces,
    Optional<String> chatTemplate,
    List<String> otherTemplates) {
  static final String TOKENIZER = "tokenizer.json";
  static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";
  private static final String CHAT_TEMPLATE = "chat_template";
  private static final String CHAT_TEMPLATE_FILE = "chat_template.jinja";

  /** Where transformers saves the templates that are not the default. */
  static final String OTHER_TEMPLATES = "additional_chat_templates";

  private static final String EXTRA = "extra_special_tokens";

  /** Where transformers 4 and 5 keep special tokens with names of their own. */
  private static final List<String> NAMED_EXTRAS = List.of(EXTRA, "model_specific_special_tokens");

  private static final List<String> SPECIAL_TOKENS =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  public TokenizerFiles {
    specialTokens = Map.copyOf(specialTokens);
    tokenIds = Map.copyOf(tokenIds);
    otherTemplates = List.copyOf(otherTemplates);
  }

  /**
   * Reads the tokenizer of a directory.
   *
   * @throws ModelFormatException if a file is missing or malformed, an id lies beyond the
   *     vocabulary of the config.json there, or transformers would build a tokenizer that is not
   *     supported
   */
  public static TokenizerFiles read(Path directory) throws IOException {
    JsonObject tokenizer = JsonObject.read(directory.resolve(TOKENIZER));
    JsonObject config = optional(directory.resolve(TOKENIZER_CONFIG));
    Optional<JsonObject> model = existing(directory.resolve(ModelDirectoryWriter.CONFIG));
    TokenizerClass type = TokenizerClass.of(config, model);
    refuseUnsupported(config);
    Map<String, String> specialTokens = specialTokens(directory, config, type);
    EffectiveTokenizer effective =
        new EffectiveTokenizer(tokenizer, config, specialTokens, additionalTokens(config));
    effective.apply(type);
    if (model.isPresent()) {
      TokenizerIdCheck.checkTokenizer(tokenizer, model.get().requiredInt("vocab_size"));
    }
    Map<String, Integer> ids = new LinkedHashMap<>();
    specialTokens.values().forEach(token -> ids.put(token, effective.id(token)));
    return new TokenizerFiles(
        tokenizer.node().toString(),
        specialTokens,
        ids,
        config.flag("clean_up_tokenization_spaces"),
        chatTemplate(directory, config),
        otherTemplates(directory, config));
  }

  /** The id of a special token's attribute, for example {@code bos_token}. */
  public Optional<Integer> idOf(String attribute) {
    return Optional.ofNullable(specialTokens.get(attribute)).map(tokenIds::get);
  }

  private static void refuseUnsupported(JsonObject config) {
    if (config.flag("split_special_tokens")) {
      throw config.unexpected("split_special_tokens", "false, the one supported");
    }
  }

  private static Map<String, String> specialTokens(
      Path directory, JsonObject config, TokenizerClass type) throws IOException {
    Map<String, String> tokens = new LinkedHashMap<>(type.defaultTokens());
    SPECIAL_TOKENS.forEach(key -> override(tokens, config, key));
    NAMED_EXTRAS.forEach(key -> nameExtras(tokens, config, key));
    if (!config.has(EffectiveTokenizer.ADDED_TOKENS_DECODER)) {
      // transformers reads the map only for tokenizers saved before that key existed.
      JsonObject map = optional(directory.resolve(SPECIAL_TOKENS_MAP));
      SPECIAL_TOKENS.forEach(key -> override(tokens, map, key));
    }
    return tokens;
  }

  /** Further special tokens that have names, which templates may use. */
  private static void nameExtras(Map<String, String> tokens, JsonObject config, String key) {
    if (!config.get(key).isObject()) {
      return;
    }
    for (Map.Entry<String, JsonNode> extra : config.get(key).properties()) {
      tokenText(config, key, extra.getValue())
          .ifPresent(token -> tokens.putIfAbsent(extra.getKey(), token));
    }
  }

  private static void override(Map<String, String> tokens, JsonObject json, String key) {
    if (!json.has(key)) {
      return;
    }
    List<String> texts = tokenTexts(json, key, json.get(key));
    if (texts.isEmpty()) {
      tokens.remove(key);
    } else {
      tokens.put(key, texts.get(0));
    }
  }

  /** Special tokens beside those with attributes; a list's first one is the attribute's. */
  private static List<String> additionalTokens(JsonObject config) {
    List<String> tokens = new ArrayList<>();
    for (String key : SPECIAL_TOKENS) {
      if (config.get(key).isArray()) {
        tokens.addAll(tokenTexts(config, key, config.get(key)));
      }
    }
    tokens.addAll(
        tokenTexts(config, "additional_special_tokens", config.get("additional_special_tokens")));
    if (config.get(EXTRA).isArray()) {
      tokens.addAll(tokenTexts(config, EXTRA, config.get(EXTRA)));
    }
    return tokens;
  }

  /** A token or a list of them; none where null. */
  private static List<String> tokenTexts(JsonObject json, String key, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      return tokenText(json, key, value).stream().toList();
    }
    return StreamSupport.stream(value.spliterator(), false)
        .flatMap(token -> tokenText(json, key, token).stream())
        .toList();
  }

  /** A token is given as its text or as an object with flags. */
  private static Optional<String> tokenText(JsonObject json, String key, JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode text = value.isObject() ? value.path("content") : value;
    if (!text.isTextual()) {
      throw json.unexpected(key, "a token");
    }
    return Optional.of(text.textValue());
  }

  private static Optional<String> chatTemplate(Path directory, JsonObject config)
      throws IOException {
    Path file = directory.resolve(CHAT_TEMPLATE_FILE);
    if (Files.exists(file)) {
      String template = Files.readString(file);
      LfsPointer.refuse(file, template);
      return Optional.of(template);
    }
    JsonNode value = config.get(CHAT_TEMPLATE);
    if (!value.isArray()) {
      return config.text(CHAT_TEMPLATE);
    }
    for (JsonNode named : value) {
      if (named.path("name").asText().equals("default") && named.path("template").isTextual()) {
        return Optional.of(named.path("template").textValue());
      }
    }
    return Optional.empty();
  }

  private static List<String> otherTemplates(Path directory, JsonObject config) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode named : config.get(CHAT_TEMPLATE)) {
      names.add(named.path("name").asText());
    }
    Path folder = directory.resolve(OTHER_TEMPLATES);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".jinja"))
            .sorted()
            .forEach(name -> names.add(name.substring(0, name.length() - ".jinja".length())));
      }
    }
    names.removeIf(name -> name.isEmpty() || name.equals("default"));
    return names;
  }

  private static Optional<JsonObject> existing(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(JsonObject.read(file)) : Optional.empty();
  }

  private static JsonObject optional(Path file) throws IOException {
    ObjectNode empty = JsonObject.MAPPER.createObjectNode();
    return existing(file).orElse(new JsonObject(file.toString(), empty));
  }
}
