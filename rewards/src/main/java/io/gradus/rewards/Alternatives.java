package io.gradus.rewards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.files.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Several gold answers of which any is right, written as a JSON list of texts. */
final class Alternatives {
  /** Most that are looked at, so that one comparison stays within a fixed number of operations. */
  static final int MOST = 32;

  private static final Pattern LIST = Pattern.compile("\\s*\\[\\s*\"(?s:.*)\"\\s*]\\s*");

  private Alternatives() {}

  /** The answers in a gold text; the text itself where it is no such list. */
  static List<String> of(String gold) {
    if (!LIST.matcher(gold).matches()) {
      return List.of(gold);
    }
    List<String> answers = new ArrayList<>();
    try {
      for (JsonNode answer : Json.STRICT.readTree(gold)) {
        if (!answer.isTextual()) {
          return List.of(gold);
        }
        if (!answer.textValue().isBlank() && answers.size() < MOST) {
          answers.add(answer.textValue());
        }
      }
    } catch (JsonProcessingException e) {
      return List.of(gold);
    }
    return answers.isEmpty() ? List.of(gold) : List.copyOf(answers);
  }
}
