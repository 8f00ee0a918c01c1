package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of a JSON row hold what.
 *
 * @param prompt a field name, or a template whose {@code {Name}} stand for fields
 */
record FieldMapping(
    String prompt,
    String messages,
    String answer,
    String id,
    String difficulty,
    String source,
    String split)
    implements Serializable {

  static final FieldMapping STANDARD =
      new FieldMapping("prompt", "messages", "answer", "id", "difficulty", "source", "split");
  static final FieldMapping SVAMP = STANDARD.with("{Body} {Question}", "Answer", "ID");
  static final FieldMapping ASDIV = STANDARD.with("{body} {question}", "answer", "idx");
  static final FieldMapping MAWPS = STANDARD.with("input", "target", "id");

  static final Set<String> OPTIONS =
      Set.of(
          "field.prompt",
          "field.messages",
          "field.answer",
          "field.id",
          "field.difficulty",
          "field.source",
          "field.split");

  /** What problems are called where nothing has the name that is asked for. */
  private static final List<String> PROMPTS = List.of("problem", "question", "query");

  private static final List<String> ANSWERS =
      List.of("final_answer", "expected_answer", "ground_truth", "gold", "target");

  private static final Pattern FIELD = Pattern.compile("\\{([^{}]+)}");

  FieldMapping with(ImportOptions options) {
    return new FieldMapping(
        options.name("field.prompt").orElse(prompt),
        options.name("field.messages").orElse(messages),
        options.name("field.answer").orElse(answer),
        options.name("field.id").orElse(id),
        options.name("field.difficulty").orElse(difficulty),
        options.name("field.source").orElse(source),
        options.name("field.split").orElse(split));
  }

  private FieldMapping with(String newPrompt, String newAnswer, String newId) {
    return new FieldMapping(newPrompt, messages, newAnswer, newId, difficulty, source, split);
  }

  /**
   * The mapping of a row that calls problem or answer by another usual name, where the fields of
   * this one are the standard ones and missing.
   */
  FieldMapping forRow(JsonNode row) {
    String rowPrompt = prompt.equals(STANDARD.prompt) ? found(row, prompt, PROMPTS) : prompt;
    String rowAnswer = answer.equals(STANDARD.answer) ? found(row, answer, ANSWERS) : answer;
    boolean same = rowPrompt.equals(prompt) && rowAnswer.equals(answer);
    return same
        ? this
        : new FieldMapping(rowPrompt, messages, rowAnswer, id, difficulty, source, split);
  }

  private static String found(JsonNode row, String name, List<String> others) {
    if (!JsonFields.isAbsent(row.path(name))) {
      return name;
    }
    return others.stream()
        .filter(other -> !JsonFields.isAbsent(row.path(other)))
        .findFirst()
        .orElse(name);
  }

  /** The question of a row, template filled in. */
  String question(JsonNode row) throws RejectedRowException {
    if (!FIELD.matcher(prompt).find()) {
      return JsonFields.text(row, prompt);
    }
    Matcher matcher = FIELD.matcher(prompt);
    StringBuilder question = new StringBuilder();
    while (matcher.find()) {
      String value = JsonFields.text(row, matcher.group(1)).strip();
      matcher.appendReplacement(question, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(question).toString();
  }

  /** The fields that have columns of their own. */
  Set<String> used() {
    Set<String> used = new HashSet<>(Set.of(messages, answer, id, difficulty, source, split));
    used.add(prompt);
    FIELD.matcher(prompt).results().forEach(field -> used.add(field.group(1)));
    return used;
  }
}
