package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Refuses a tokenizer that can give ids for which the model has no embedding: looks at the
 * vocabulary and the added tokens of tokenizer.json and at those of tokenizer_config.json, which
 * transformers adds to them.
 */
final class TokenizerIdCheck {
  private final int vocabSize;

  private TokenizerIdCheck(int vocabSize) {
    this.vocabSize = vocabSize;
  }

  static void check(Path directory, int vocabSize) throws IOException {
    TokenizerIdCheck check = new TokenizerIdCheck(vocabSize);
    Path tokenizer = directory.resolve("tokenizer.json");
    if (Files.exists(tokenizer)) {
      check.tokenizer(JsonObject.read(tokenizer));
    }
    Path config = directory.resolve("tokenizer_config.json");
    if (Files.exists(config)) {
      check.addedTokensDecoder(JsonObject.read(config));
    }
  }

  private void tokenizer(JsonObject json) {
    JsonNode vocabulary = json.get("model").path("vocab");
    if (vocabulary.isArray()) { // Unigram: pieces with scores, the id being the place
      if (vocabulary.size() > vocabSize) {
        int last = vocabulary.size() - 1;
        throw tooLarge(json, vocabulary.get(last).path(0).asText(), last);
      }
    } else if (vocabulary.isObject()) {
      for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
        require(json, token.getKey(), token.getValue().asLong(-1));
      }
    } else {
      throw new ModelFormatException(json.source() + ": model.vocab is missing");
    }
    for (JsonNode token : json.get("added_tokens")) {
      require(json, token.path("content").asText(), token.path("id").asLong(-1));
    }
  }

  private void addedTokensDecoder(JsonObject json) {
    String key = "added_tokens_decoder";
    for (Map.Entry<String, JsonNode> token : json.get(key).properties()) {
      long id;
      try {
        id = Long.parseLong(token.getKey());
      } catch (NumberFormatException e) {
        throw new ModelFormatException(
            String.format(
                "%s: %s has the key %s, expected an id", json.source(), key, token.getKey()),
            e);
      }
      require(json, token.getValue().path("content").asText(), id);
    }
  }

  private void require(JsonObject json, String token, long id) {
    if (id < 0 || id >= vocabSize) {
      throw tooLarge(json, token, id);
    }
  }

  private ModelFormatException tooLarge(JsonObject json, String token, long id) {
    return new ModelFormatException(
        String.format(
            "%s: token \"%s\" has id %d, expected 0 to %d: the model's vocab_size is %d",
            json.source(), token, id, vocabSize - 1, vocabSize));
  }
}
