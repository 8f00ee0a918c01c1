package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the text files of a model directory mean to a run, key by key: shape, special tokens, what
 * ends a completion, tokenizer, chat template. Two directories with equal contents sample and learn
 * alike from equal weights, whatever spaces, order of keys, and keys that nothing reads their files
 * have.
 */
public final class ModelContents {
  private static final int LONGEST = 60;
  private static final String TEMPLATE = "chat_template";

  /** Written by tools to tell of themselves, or of training that is not Gradus's. */
  private static final Set<String> UNREAD =
      Set.of(
          "transformers_version",
          "_name_or_path",
          "_from_model_config",
          "architectures",
          "attention_dropout",
          "dtype",
          "initializer_range",
          "pretraining_tp",
          "torch_dtype",
          "use_cache");

  /** Parts of tokenizer.json that are switched off where it is opened. */
  private static final Set<String> SWITCHED_OFF = Set.of("truncation", "padding");

  private final TreeMap<String, String> values = new TreeMap<>();

  private ModelContents() {}

  /**
   * Reads a directory.
   *
   * @return by file and key, such as {@code config.json: hidden_size}, the value as JSON, or its
   *     SHA-256 sum where it is long
   * @throws ModelFormatException naming the file and key that cannot be used
   */
  public static Map<String, String> read(Path directory) throws IOException {
    ModelContents contents = new ModelContents();
    ModelConfig config = ModelConfig.read(directory.resolve(ModelDirectoryWriter.CONFIG));
    contents.addAll(ModelDirectoryWriter.CONFIG, config.toJson(), UNREAD);
    GenerationDefaults generation = GenerationDefaults.read(directory, config);
    GenerationDefaults inOrder =
        new GenerationDefaults(
            generation.bosTokenId(),
            generation.eosTokenIds().stream().sorted().distinct().toList(),
            generation.padTokenId());
    contents.addAll(GenerationDefaults.FILE, inOrder.toJson(), UNREAD);
    if (Files.exists(directory.resolve(TokenizerFiles.TOKENIZER))) {
      contents.addTokenizer(TokenizerFiles.read(directory));
    }
    return contents.values;
  }

  private void addTokenizer(TokenizerFiles tokenizer) {
    addAll(TokenizerFiles.TOKENIZER, tokenizer.json(), SWITCHED_OFF);
    String file = TokenizerFiles.TOKENIZER_CONFIG;
    tokenizer
        .specialTokens()
        .forEach((key, token) -> add(file, key, JsonObject.MAPPER.valueToTree(token)));
    add(
        file,
        "clean_up_tokenization_spaces",
        JsonObject.MAPPER.valueToTree(tokenizer.cleansUpSpaces()));
    // Wherever it stands: transformers moved it to a file of its own.
    tokenizer
        .chatTemplate()
        .ifPresent(
            text ->
                add(TEMPLATE + ".jinja or " + file, TEMPLATE, JsonObject.MAPPER.valueToTree(text)));
  }

  private void addAll(String file, String json, Set<String> unread) {
    for (Map.Entry<String, JsonNode> entry : JsonObject.parse(json, file).node().properties()) {
      String key = entry.getKey();
      if (unread.contains(key)) {
        continue;
      }
      if (entry.getValue() instanceof ObjectNode inner && key.equals("model")) {
        inner.properties().forEach(part -> add(file, key + "." + part.getKey(), part.getValue()));
      } else {
        add(file, key, entry.getValue());
      }
    }
  }

  private void add(String file, String key, JsonNode value) {
    if (value.isNull()) {
      return; // As good as not there.
    }
    String text = canonical(value);
    values.put(
        file + ": " + key,
        text.length() <= LONGEST
            ? text
            : "SHA-256 " + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
  }

  /** JSON without spaces, keys in order, numbers in one way of writing. */
  private static String canonical(JsonNode value) {
    if (value.isObject()) {
      TreeSet<String> keys = new TreeSet<>();
      value.fieldNames().forEachRemaining(keys::add);
      return keys.stream()
          .filter(key -> !value.get(key).isNull())
          .map(key -> JsonObject.MAPPER.valueToTree(key) + ":" + canonical(value.get(key)))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(ModelContents::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
