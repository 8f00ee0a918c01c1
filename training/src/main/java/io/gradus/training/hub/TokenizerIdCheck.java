package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Refuses a tokenizer that can give ids for which the model has no embedding. */
final class TokenizerIdCheck {
  private TokenizerIdCheck() {}

  /** Checks tokenizer.json and the tokens that tokenizer_config.json adds, where they exist. */
  static void check(Path directory, int vocabSize) throws IOException {
    Path tokenizer = directory.resolve(TokenizerFiles.TOKENIZER);
    if (Files.exists(tokenizer)) {
      checkTokenizer(JsonObject.read(tokenizer), vocabSize);
    }
    Path config = directory.resolve(TokenizerFiles.TOKENIZER_CONFIG);
    if (Files.exists(config)) {
      checkAddedTokensDecoder(JsonObject.read(config), vocabSize);
    }
  }

  /** Checks the vocabulary and the added tokens of a tokenizer.json. */
  static void checkTokenizer(JsonObject json, int vocabSize) {
    JsonNode vocabulary = json.get("model").path("vocab");
    if (vocabulary.isArray()) { // Unigram: pieces with scores, the id being the place
      for (int id = vocabSize; id < vocabulary.size(); id++) {
        require(json, vocabulary.get(id).path(0).asText(), id, vocabSize);
      }
    } else if (vocabulary.isObject()) {
      for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
        require(json, token.getKey(), token.getValue().asLong(-1), vocabSize);
      }
    } else {
      throw new ModelFormatException(json.source() + ": model.vocab is missing");
    }
    for (JsonNode token : json.get("added_tokens")) {
      require(json, token.path("content").asText(), token.path("id").asLong(-1), vocabSize);
    }
  }

  private static void checkAddedTokensDecoder(JsonObject json, int vocabSize) {
    JsonNode decoder = json.get(EffectiveTokenizer.ADDED_TOKENS_DECODER);
    for (Map.Entry<String, JsonNode> token : decoder.properties()) {
      String content = token.getValue().path("content").asText();
      require(json, content, id(json, token.getKey()), vocabSize);
    }
  }

  /** The id that a key of added_tokens_decoder spells. */
  static int id(JsonObject config, String key) {
    try {
      return Integer.parseInt(key);
    } catch (NumberFormatException e) {
      throw new ModelFormatException(
          String.format(
              "%s: %s has the key \"%s\", expected a token's id",
              config.source(), EffectiveTokenizer.ADDED_TOKENS_DECODER, key),
          e);
    }
  }

  private static void require(JsonObject json, String token, long id, int vocabSize) {
    if (id < 0 || id >= vocabSize) {
      throw new ModelFormatException(
          String.format(
              "%s: token \"%s\" has id %d, expected 0 to %d: the model's vocab_size is %d",
              json.source(), token, id, vocabSize - 1, vocabSize));
    }
  }
}
