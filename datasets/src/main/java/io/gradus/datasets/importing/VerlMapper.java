package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Problem;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * verl's layout: data_source, prompt [{role, content}], ability, reward_model {ground_truth,
 * style}, extra_info {split, index, …}. The id is source/split/index, so a problem keeps it across
 * subset files; without an index it is the row. A ground truth that is no text is read as {@link
 * GoldText} says.
 *
 * @param source replaces data_source; empty to take it from the row
 * @param split replaces extra_info.split; empty to take it from the row
 * @param difficultyField in extra_info; empty for the first whose name ends in pass_rate
 */
record VerlMapper(String source, String split, String difficultyField) implements RowMapper {

  private static final String PASS_RATE = "pass_rate";
  private static final Set<String> OWN_COLUMN = Set.of("split", "index");

  @Override
  public Problem map(JsonNode row, long position) throws RejectedRowException {
    Conversation conversation = Conversation.of(row, "prompt");
    JsonNode rewardModel = row.path("reward_model");
    if (JsonFields.isAbsent(rewardModel.path("ground_truth"))) {
      throw new RejectedRowException("reward_model.ground_truth is missing");
    }
    JsonNode info = row.path("extra_info");
    String rowSource = source.isEmpty() ? JsonFields.text(row, "data_source") : source;
    String rowSplit =
        split.isEmpty() ? JsonFields.optionalText(info, "split").orElse("train") : split;
    String index = JsonFields.optionalText(info, "index").orElse("row-" + position);
    return new Problem(
        rowSource + "/" + rowSplit + "/" + index,
        rowSource,
        rowSplit,
        position,
        conversation.asked(),
        conversation.question(),
        GoldText.of(rewardModel, "ground_truth"),
        difficulty(info),
        extra(row, rewardModel, info));
  }

  private double difficulty(JsonNode info) throws RejectedRowException {
    if (!difficultyField.isEmpty()) {
      double rate = JsonFields.passRate(info, difficultyField);
      if (Double.isNaN(rate)) {
        throw new RejectedRowException(
            "extra_info.%s is missing, expected a pass rate".formatted(difficultyField));
      }
      return rate;
    }
    for (Iterator<String> names = info.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.endsWith(PASS_RATE)) {
        return JsonFields.passRate(info, name);
      }
    }
    return Double.NaN;
  }

  private static Map<String, String> extra(JsonNode row, JsonNode rewardModel, JsonNode info) {
    Map<String, String> extra = new TreeMap<>();
    info.fields()
        .forEachRemaining(
            field -> {
              if (!OWN_COLUMN.contains(field.getKey()) && !JsonFields.isAbsent(field.getValue())) {
                extra.put(field.getKey(), JsonFields.asText(field.getValue()));
              }
            });
    putIfPresent(extra, "ability", row.path("ability"));
    putIfPresent(extra, "reward_style", rewardModel.path("style"));
    return extra;
  }

  private static void putIfPresent(Map<String, String> extra, String name, JsonNode value) {
    if (!JsonFields.isAbsent(value)) {
      extra.put(name, JsonFields.asText(value));
    }
  }
}
