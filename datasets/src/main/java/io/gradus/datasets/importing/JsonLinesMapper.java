package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Message;
import io.gradus.datasets.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON lines by field names: a prompt or messages, an answer, and optionally id, difficulty, source
 * and split. A row without an answer takes the one that its field {@code solution} or the
 * assistant's last message ends with. A field {@code extra} that is an object is unpacked; all
 * other fields are kept in extra under their names, but for lists and objects of more than 4,000
 * characters, such as whole generations of a model.
 *
 * @param kind names rows without a source
 * @param source replaces the rows' source; empty to take it from them
 * @param split replaces the rows' split; empty to take it from them
 */
record JsonLinesMapper(
    SourceKind kind, FieldMapping fields, PromptStyle style, String source, String split)
    implements RowMapper {

  private static final Pattern WITH_UNIT = Pattern.compile("(.*\\S)\\s*\\(([^()]*\\p{L}[^()]*)\\)");
  private static final String EXTRA = "extra";
  private static final String SOLUTION = "solution";

  /** Longest list or object, in characters, that is kept in extra. */
  private static final int LONGEST_LIST = 4_000;

  @Override
  public Problem map(JsonNode row, long position) throws RejectedRowException {
    FieldMapping own = kind == SourceKind.JSONL ? fields.forRow(row) : fields;
    return new JsonLinesMapper(kind, own, style, source, split).mapped(row, position);
  }

  private Problem mapped(JsonNode row, long position) throws RejectedRowException {
    String rowSource =
        source.isEmpty()
            ? JsonFields.optionalText(row, fields.source()).orElse(kind.toString())
            : source;
    String rowSplit =
        split.isEmpty() ? JsonFields.optionalText(row, fields.split()).orElse("train") : split;
    List<Message> messages;
    String prompt;
    String reply = "";
    if (JsonFields.isAbsent(row.path(fields.messages()))) {
      String question = fields.question(row);
      messages = style.messages(question);
      prompt = style.prompt(question);
    } else {
      Conversation conversation = Conversation.of(row, fields.messages());
      messages = conversation.asked();
      prompt = conversation.question();
      reply = conversation.reply();
    }
    Map<String, String> extra = extra(row);
    String answer = answer(row, reply);
    Matcher unit = WITH_UNIT.matcher(answer);
    if (kind == SourceKind.ASDIV && unit.matches()) {
      answer = unit.group(1);
      extra.put("unit", unit.group(2));
    }
    return new Problem(
        id(row, rowSource, rowSplit, position),
        rowSource,
        rowSplit,
        position,
        messages,
        prompt,
        answer,
        JsonFields.passRate(row, fields.difficulty()),
        extra);
  }

  /** The answer's own field, or else what the solution or the assistant's reply ends with. */
  private String answer(JsonNode row, String reply) throws RejectedRowException {
    boolean given = !JsonFields.isAbsent(row.path(fields.answer()));
    JsonNode solution = row.path(SOLUTION);
    String worked = solution.isTextual() ? solution.textValue() : reply;
    if (given || worked.isBlank() || !fields.answer().equals(FieldMapping.STANDARD.answer())) {
      return GoldText.of(row, fields.answer()).strip();
    }
    return GoldText.ofSolution(worked)
        .orElseThrow(
            () ->
                new RejectedRowException(
                    "%s is missing, and %s ends with no answer in \\boxed{} or after ####"
                        .formatted(
                            fields.answer(),
                            solution.isTextual() ? SOLUTION : "the assistant's reply")));
  }

  /**
   * A row's own id as it stands; the ids of the known layouts are numbers, so they get a prefix.
   */
  private String id(JsonNode row, String rowSource, String rowSplit, long position)
      throws RejectedRowException {
    Optional<String> id = JsonFields.optionalText(row, fields.id());
    if (kind == SourceKind.JSONL && id.isPresent()) {
      return id.get();
    }
    return rowSource + "/" + rowSplit + "/" + id.orElse("row-" + position);
  }

  private Map<String, String> extra(JsonNode row) {
    Map<String, String> extra = new TreeMap<>();
    Set<String> used = fields.used();
    row.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              if (used.contains(field.getKey())) {
                return;
              }
              if (field.getKey().equals(EXTRA) && value.isObject()) {
                value.fields().forEachRemaining(inner -> put(extra, inner));
              } else {
                put(extra, field);
              }
            });
    return extra;
  }

  private static void put(Map<String, String> extra, Map.Entry<String, JsonNode> field) {
    JsonNode value = field.getValue();
    if (JsonFields.isAbsent(value)) {
      return;
    }
    String text = JsonFields.asText(value);
    if (value.isValueNode() || text.length() <= LONGEST_LIST) {
      extra.put(field.getKey(), text);
    }
  }
}
