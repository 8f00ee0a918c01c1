package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gradus.files.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The gold answer of a row as text, in whatever JSON it is written. One value is that value;
 * several, of which any is right, are a JSON list of texts. An object counts as the value of its
 * field that is named like an answer, or of its only field; any other object, such as the table of
 * a puzzle or the tests of a program, stays JSON.
 */
final class GoldText {
  private static final List<String> ANSWER_NAMES =
      List.of(
          "ground_truth",
          "answer",
          "answers",
          "final_answer",
          "target",
          "targets",
          "value",
          "values",
          "gold",
          "golds",
          "expected_answer",
          "label");

  private static final String BOX = "\\boxed";
  private static final String MARK = "####";
  private static final Pattern VALUE = Pattern.compile("[0-9\\\\]");

  /** A solution of at most so many characters is an answer. */
  private static final int SHORT = 100;

  private GoldText() {}

  /** The gold answer in a field, which is there and not blank. */
  static String of(JsonNode row, String name) throws RejectedRowException {
    JsonNode value = JsonFields.required(row, name);
    if (value.isValueNode()) {
      return JsonFields.anyText(row, name);
    }
    Optional<Set<String>> values = values(value);
    if (values.isEmpty()) {
      return value.toString();
    }
    if (values.get().isEmpty()) {
      throw new RejectedRowException("%s has no value, expected an answer".formatted(name));
    }
    return joined(values.get());
  }

  private static String joined(Set<String> values) {
    if (values.size() == 1) {
      return values.iterator().next();
    }
    ArrayNode list = Json.STRICT.createArrayNode();
    values.forEach(list::add);
    return list.toString();
  }

  /** The values of a list or object, each once; empty if they are no answers. */
  private static Optional<Set<String>> values(JsonNode node) {
    Set<String> values = new LinkedHashSet<>();
    if (node.isValueNode()) {
      String text = JsonFields.isAbsent(node) ? "" : JsonFields.asText(node).strip();
      if (!text.isEmpty()) {
        values.add(text);
      }
      return Optional.of(values);
    }
    Optional<List<JsonNode>> inner = node.isArray() ? Optional.of(list(node)) : answer(node);
    for (JsonNode item : inner.orElse(List.of())) {
      Optional<Set<String>> more = values(item);
      if (more.isEmpty()) {
        return more;
      }
      values.addAll(more.get());
    }
    return inner.map(items -> values);
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  private static Optional<List<JsonNode>> answer(JsonNode object) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>();
    object.fields().forEachRemaining(fields::add);
    fields.removeIf(field -> JsonFields.isAbsent(field.getValue()));
    for (String name : ANSWER_NAMES) {
      for (Map.Entry<String, JsonNode> field : fields) {
        if (field.getKey().toLowerCase(Locale.ROOT).equals(name)) {
          return Optional.of(List.of(field.getValue()));
        }
      }
    }
    return fields.size() > 1
        ? Optional.empty()
        : Optional.of(fields.stream().map(Map.Entry::getValue).toList());
  }

  /**
   * The answer that a worked solution ends with: what its last box holds, or what follows its last
   * {@code ####}; a short text without them is an answer itself.
   */
  static Optional<String> ofSolution(String solution) {
    for (int box = solution.lastIndexOf(BOX); box >= 0; box = solution.lastIndexOf(BOX, box - 1)) {
      Optional<String> content = boxed(solution, box + BOX.length());
      if (content.isPresent()) {
        return content;
      }
    }
    int mark = solution.lastIndexOf(MARK);
    if (mark >= 0) {
      String marked = solution.substring(mark + MARK.length()).strip();
      return marked.isEmpty() ? Optional.empty() : Optional.of(marked);
    }
    return isAnswer(solution.strip()) ? Optional.of(solution.strip()) : Optional.empty();
  }

  /** Whether a short text is a value rather than a sentence. */
  private static boolean isAnswer(String text) {
    boolean sentence = text.endsWith(".") || text.contains(". ") || text.contains("\n");
    boolean value = VALUE.matcher(text).find() || !text.contains(" ");
    return !text.isEmpty() && text.length() <= SHORT && !sentence && value;
  }

  /** What stands in the braces that begin at or after a place, or else the word there. */
  private static Optional<String> boxed(String text, int from) {
    int open = from;
    while (open < text.length() && text.charAt(open) == ' ') {
      open++;
    }
    if (open == text.length()) {
      return Optional.empty();
    }
    if (text.charAt(open) != '{') {
      String word = text.substring(open).split("[\\s$.,]", 2)[0];
      return open > from && !word.isEmpty() ? Optional.of(word) : Optional.empty();
    }
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        String content = text.substring(open + 1, i).strip();
        return content.isEmpty() ? Optional.empty() : Optional.of(content);
      }
    }
    return Optional.empty();
  }
}
