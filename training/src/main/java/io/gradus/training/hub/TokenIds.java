package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Special-token ids in configuration files: one integer, a list of them, or null. */
final class TokenIds {
  private TokenIds() {}

  /** The ids under the key; none where it is absent. */
  static List<Integer> list(JsonObject json, String key) {
    JsonNode value = json.get(key);
    if (!value.isArray()) {
      return json.optionalInt(key).stream().boxed().toList();
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : value) {
      ids.add(
          JsonObject.integer(id)
              .orElseThrow(() -> json.unexpected(key, "an integer or a list of integers")));
    }
    return ids;
  }

  /** The padding id; early Llama conversions write -1 for "none". */
  static OptionalInt pad(JsonObject json) {
    OptionalInt pad = json.optionalInt("pad_token_id");
    return pad.isPresent() && pad.getAsInt() == -1 ? OptionalInt.empty() : pad;
  }

  static void check(JsonObject json, String key, List<Integer> ids, int vocabSize) {
    for (int id : ids) {
      if (id < 0 || id >= vocabSize) {
        throw new ModelFormatException(
            String.format(
                "%s: %s is %d, expected 0 to %d, below the model's vocab_size",
                json.source(), key, id, vocabSize - 1));
      }
    }
  }

  /** Writes null for an absent id, for leaving the key out means 1 or 2 to transformers' Llama. */
  static void put(ObjectNode json, String key, OptionalInt id) {
    if (id.isPresent()) {
      json.put(key, id.getAsInt());
    } else {
      json.putNull(key);
    }
  }

  /** Writes null, one integer, or a list. */
  static void putList(ObjectNode json, String key, List<Integer> ids) {
    if (ids.size() <= 1) {
      put(json, key, ids.stream().mapToInt(Integer::intValue).findFirst());
    } else {
      ArrayNode list = json.putArray(key);
      ids.forEach(list::add);
    }
  }
}
