package io.gradus.training.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a tokenizer that makes each character one token, for models trained from scratch.
 *
 * <p>The special tokens come first, in the order pad, bos (if any), eos, then the characters in the
 * alphabet's order. A character outside the alphabet has no token: encoding leaves it out. Texts
 * get the beginning token, if there is one, and never the end token.
 */
public final class CharTokenizer {
  /** The text of the padding token, always id 0. */
  public static final String PAD = "<pad>";

  /** The text of the beginning-of-sequence token. */
  public static final String BOS = "<bos>";

  /** The text of the end-of-sequence token. */
  public static final String EOS = "<eos>";

  /** Whether texts begin with a token of their own. */
  public enum Beginning {
    NONE,
    BOS_TOKEN
  }

  private final List<String> specialTokens;
  private final List<String> characters;
  private final Optional<String> beginning;

  private CharTokenizer(String alphabet, Beginning beginning) {
    this.beginning = beginning == Beginning.BOS_TOKEN ? Optional.of(BOS) : Optional.empty();
    this.specialTokens = new ArrayList<>(List.of(PAD));
    this.beginning.ifPresent(specialTokens::add);
    this.specialTokens.add(EOS);
    this.characters = alphabet.codePoints().mapToObj(Character::toString).toList();
    if (characters.isEmpty() || characters.stream().distinct().count() != characters.size()) {
      throw new IllegalArgumentException(
          "the alphabet is \"" + alphabet + "\", expected distinct characters, at least one");
    }
  }

  /**
   * Writes tokenizer.json and tokenizer_config.json, which both {@link TextTokenizer} and
   * transformers load.
   *
   * @param directory where to write; it is made where it does not exist
   * @param alphabet the characters, each once
   * @return the number of tokens: the least vocabulary a model for them needs
   */
  public static int write(Path directory, String alphabet, Beginning beginning) throws IOException {
    CharTokenizer tokenizer = new CharTokenizer(alphabet, beginning);
    Files.createDirectories(directory);
    write(directory.resolve("tokenizer.json"), tokenizer.tokenizerJson());
    write(directory.resolve("tokenizer_config.json"), tokenizer.configJson());
    return tokenizer.specialTokens.size() + tokenizer.characters.size();
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.writeString(file, json.toPrettyString() + "\n");
  }

  private ObjectNode tokenizerJson() {
    ObjectNode json = Json.STRICT.createObjectNode();
    json.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = json.putArray("added_tokens");
    for (int id = 0; id < specialTokens.size(); id++) {
      addedToken(added.addObject().put("id", id), specialTokens.get(id));
    }
    json.putNull("normalizer");
    ObjectNode split = json.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("String", "");
    split.put("behavior", "Isolated").put("invert", false);
    json.set("post_processor", postProcessor());
    json.putObject("decoder").put("type", "Fuse");
    json.set("model", model());
    return json;
  }

  private static ObjectNode addedToken(ObjectNode token, String content) {
    return token
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  /** Byte-pair encoding without merges leaves every character by itself. */
  private ObjectNode model() {
    ObjectNode model = Json.STRICT.createObjectNode();
    model.put("type", "BPE").putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    specialTokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
    characters.forEach(character -> vocabulary.put(character, vocabulary.size()));
    model.putArray("merges");
    return model;
  }

  private ObjectNode postProcessor() {
    ObjectNode processor = Json.STRICT.createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ArrayNode pair = processor.putArray("pair");
    ObjectNode special = processor.putObject("special_tokens");
    beginning.ifPresent(
        token -> {
          single.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
          ObjectNode entry = special.putObject(token).put("id", token);
          entry.putArray("ids").add(specialTokens.indexOf(token));
          entry.putArray("tokens").add(token);
        });
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
    return processor;
  }

  private ObjectNode configJson() {
    ObjectNode json = Json.STRICT.createObjectNode();
    ObjectNode added = json.putObject("added_tokens_decoder");
    for (int id = 0; id < specialTokens.size(); id++) {
      addedToken(added.putObject(Integer.toString(id)), specialTokens.get(id));
    }
    beginning.ifPresent(token -> json.put("bos_token", token));
    json.put("clean_up_tokenization_spaces", false);
    json.put("eos_token", EOS);
    json.put("pad_token", PAD);
    json.put("tokenizer_class", "PreTrainedTokenizerFast");
    return json;
  }
}
