package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Applies to the content of tokenizer.json what transformers' fast tokenizers apply to it. */
final class EffectiveTokenizer {
  static final String ADDED_TOKENS_DECODER = "added_tokens_decoder";
  private static final String ADD_PREFIX_SPACE = "add_prefix_space";
  private static final List<String> FLAGS =
      List.of("single_word", "lstrip", "rstrip", "normalized", "special");

  private final JsonObject tokenizer;
  private final JsonObject config;
  private final Map<String, String> specialTokens;
  private final Set<String> allSpecial;

  /**
   * @param tokenizer tokenizer.json, which is changed in place
   * @param config tokenizer_config.json
   * @param specialTokens special tokens by attribute
   * @param additional further special tokens
   */
  EffectiveTokenizer(
      JsonObject tokenizer,
      JsonObject config,
      Map<String, String> specialTokens,
      List<String> additional) {
    this.tokenizer = tokenizer;
    this.config = config;
    this.specialTokens = specialTokens;
    List<String> all = new ArrayList<>(specialTokens.values());
    all.addAll(additional);
    this.allSpecial = new LinkedHashSet<>(all);
  }

  void apply(TokenizerClass type) {
    overrideAddedTokens();
    addSpecialTokens();
    if (type == TokenizerClass.LLAMA && !config.get(ADD_PREFIX_SPACE).isMissingNode()) {
      new SentencePieceSpaces(tokenizer.node())
          .set(
              config.flag(ADD_PREFIX_SPACE),
              config.get("legacy").isMissingNode() || config.flag("legacy"));
    } else if (type.overridesPrefixSpace()) {
      overridePrefixSpace();
    }
    if (type.addsBeginning()) {
      replacePostProcessor();
    }
  }

  /** The id of a token that is there. */
  int id(String token) {
    ObjectNode added = addedToken(token);
    JsonNode id = added == null ? vocabularyId(token) : added.path("id");
    if (!id.isIntegralNumber()) {
      throw new ModelFormatException(
          String.format("%s: token \"%s\" is missing", tokenizer.source(), token));
    }
    return id.intValue();
  }

  /** Tokens of tokenizer_config.json whose flags differ from tokenizer.json's replace them. */
  private void overrideAddedTokens() {
    Map<Integer, JsonNode> byId = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : config.get(ADDED_TOKENS_DECODER).properties()) {
      byId.put(TokenizerIdCheck.id(config, entry.getKey()), entry.getValue());
    }
    for (JsonNode wanted : byId.values()) {
      String content = wanted.path("content").asText();
      ObjectNode present = addedToken(content);
      boolean same = present != null;
      for (String flag : FLAGS) {
        same = same && wanted.path(flag).asBoolean() == present.path(flag).asBoolean();
      }
      if (!same) {
        ObjectNode token = present == null ? add(content) : present;
        FLAGS.forEach(flag -> token.put(flag, wanted.path(flag).asBoolean()));
        token.put("special", wanted.path("special").asBoolean() || allSpecial.contains(content));
      }
    }
  }

  private void addSpecialTokens() {
    for (String content : allSpecial) {
      if (addedToken(content) == null) {
        ObjectNode token = add(content);
        FLAGS.forEach(flag -> token.put(flag, flag.equals("special")));
      }
    }
  }

  private void overridePrefixSpace() {
    boolean unset = config.has(ADD_PREFIX_SPACE) && config.get(ADD_PREFIX_SPACE).isMissingNode();
    if (tokenizer.get("pre_tokenizer") instanceof ObjectNode preTokenizer
        && preTokenizer.has(ADD_PREFIX_SPACE)
        && !unset) {
      preTokenizer.put(ADD_PREFIX_SPACE, config.flag(ADD_PREFIX_SPACE));
    }
  }

  private void replacePostProcessor() {
    boolean addBos = !config.has("add_bos_token") || config.flag("add_bos_token");
    boolean addEos = config.flag("add_eos_token");
    ObjectNode processor = tokenizer.node().putObject("post_processor");
    processor.put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ObjectNode special = processor.putObject("special_tokens");
    if (addBos) {
      putSpecial(single, special, "bos_token", "add_bos_token");
    }
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    if (addEos) {
      putSpecial(single, special, "eos_token", "add_eos_token");
    }
    processor.set("pair", pair()); // never used, but the key must be there
  }

  private static ArrayNode pair() {
    ArrayNode pair = JsonObject.MAPPER.createArrayNode();
    pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
    return pair;
  }

  private void putSpecial(ArrayNode single, ObjectNode special, String attribute, String flag) {
    String token = specialTokens.get(attribute);
    if (token == null) {
      throw config.unexpected(flag, "false where there is no " + attribute);
    }
    single.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
    ObjectNode entry = special.putObject(token);
    entry.put("id", token);
    entry.putArray("ids").add(id(token));
    entry.putArray("tokens").add(token);
  }

  private ObjectNode addedToken(String content) {
    for (JsonNode token : tokenizer.get("added_tokens")) {
      if (token instanceof ObjectNode object && token.path("content").asText().equals(content)) {
        return object;
      }
    }
    return null;
  }

  /** Gives a new added token the id that the tokenizers library would. */
  private ObjectNode add(String content) {
    ArrayNode tokens =
        tokenizer.get("added_tokens") instanceof ArrayNode present
            ? present
            : tokenizer.node().putArray("added_tokens");
    JsonNode known = vocabularyId(content);
    int next = tokenizer.get("model").path("vocab").size();
    for (JsonNode token : tokens) {
      next = Math.max(next, token.path("id").asInt() + 1);
    }
    ObjectNode token = tokens.addObject();
    token.put("id", known.isIntegralNumber() ? known.intValue() : next);
    token.put("content", content);
    return token;
  }

  /** Unigram lists its pieces; the others map them to ids. */
  private JsonNode vocabularyId(String token) {
    JsonNode vocabulary = tokenizer.get("model").path("vocab");
    if (vocabulary.isArray()) {
      for (int id = 0; id < vocabulary.size(); id++) {
        if (vocabulary.get(id).path(0).asText().equals(token)) {
          return JsonObject.MAPPER.getNodeFactory().numberNode(id);
        }
      }
    }
    return vocabulary.path(token);
  }
}
