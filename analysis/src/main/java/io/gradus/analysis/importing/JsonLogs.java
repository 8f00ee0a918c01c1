package io.gradus.analysis.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Logs that are JSON: verl's and prime-rl's lines, and the state of a Hugging Face trainer. */
final class JsonLogs {
  /** Python writes NaN and Infinity as they are, for instance a gradient norm that overflowed. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final List<String> STEPS = List.of("step", "_step", "global_step");

  private JsonLogs() {}

  /**
   * verl's file logger: a JSON object a line, {@code {"step": 3, "data": {"metric": 0.1, …}}}.
   * Several lines of one step are joined. The run's name is the file's without its ending.
   */
  static RunLog verl(Lines.TextFile file) {
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    for (int i = 0; i < file.lines().size(); i++) {
      if (file.lines().get(i).isBlank()) {
        continue;
      }
      String place = "line " + (i + 1);
      JsonNode line = parse(file, place, file.lines().get(i));
      JsonNode step = line.path("step");
      JsonNode data = line.path("data");
      if (!step.isIntegralNumber() || !data.isObject()) {
        throw file.error(
            place + " is not {\"step\": number, \"data\": {metric: value, …}} as verl writes it");
      }
      collect("", data, metrics.computeIfAbsent(step.asInt(), s -> new HashMap<>()));
    }
    return new RunLog(file.stem(), file.location(), metrics);
  }

  /**
   * prime-rl's lines, and any like them: a JSON object a line with the step beside the metrics,
   * {@code {"step": 3, "reward/mean": 0.1, …}}. Several lines of one step are joined, and a metric
   * within an object is named {@code object/metric}. The run's name is the file's without its
   * ending, or the folder's where all files are called alike ({@code metrics.jsonl}).
   *
   * @param stepField the field of the step; empty for step, _step or global_step
   */
  static RunLog flat(Lines.TextFile file, Optional<String> stepField) {
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    List<String> names = stepField.map(List::of).orElse(STEPS);
    for (int i = 0; i < file.lines().size(); i++) {
      if (file.lines().get(i).isBlank()) {
        continue;
      }
      String place = "line " + (i + 1);
      JsonNode line = parse(file, place, file.lines().get(i));
      JsonNode step =
          names.stream()
              .map(line::path)
              .filter(JsonNode::isIntegralNumber)
              .findFirst()
              .orElseThrow(
                  () ->
                      file.error(
                          "%s has no whole number %s, found %s"
                              .formatted(place, String.join(" or ", names), fields(line))));
      collect("", line, metrics.computeIfAbsent(step.asInt(), s -> new HashMap<>()));
    }
    names.forEach(name -> metrics.values().forEach(m -> m.remove(name)));
    String name = file.stem().equals("metrics") ? file.path().getParent().getName() : file.stem();
    return new RunLog(name, file.location(), metrics);
  }

  /**
   * A trainer's state: {@code {"log_history": [{"step": 3, "metric": 0.1, …}, …]}}; training and
   * evaluation entries of one step are joined. The run's name is that of the nearest folder that is
   * not {@code checkpoint-…}, or the file's own where it is not called trainer_state.json.
   */
  static RunLog trl(Lines.TextFile file) {
    JsonNode state = parse(file, "the file", String.join("\n", file.lines()));
    JsonNode history = state.path("log_history");
    if (!history.isArray()) {
      throw file.error("no list 'log_history', found %s".formatted(fields(state)));
    }
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    for (int i = 0; i < history.size(); i++) {
      JsonNode step = history.get(i).path("step");
      if (!step.isIntegralNumber()) {
        throw file.error("log_history[%d] has no whole number 'step'".formatted(i));
      }
      collect("", history.get(i), metrics.computeIfAbsent(step.asInt(), s -> new HashMap<>()));
    }
    metrics.values().forEach(m -> m.remove("step"));
    return new RunLog(trlName(file), file.location(), metrics);
  }

  private static String trlName(Lines.TextFile file) {
    if (!file.path().getName().equals("trainer_state.json")) {
      return file.stem();
    }
    Path folder = file.path().getParent();
    return folder.getName().startsWith("checkpoint-")
        ? folder.getParent().getName()
        : folder.getName();
  }

  /** Takes an entry's values; one that is no number becomes NaN, which no score may be. */
  private static void collect(String prefix, JsonNode object, Map<String, Double> into) {
    object
        .fields()
        .forEachRemaining(
            f -> {
              JsonNode value = f.getValue();
              if (value.isObject()) {
                collect(prefix + f.getKey() + "/", value, into);
              } else if (!value.isNull()) {
                into.put(prefix + f.getKey(), value.isNumber() ? value.asDouble() : Double.NaN);
              }
            });
  }

  private static JsonNode parse(Lines.TextFile file, String place, String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text))
          .filter(JsonNode::isObject)
          .orElseThrow(() -> file.error(place + " is not a JSON object"));
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? place
              : "%s, at its line %d, column %d,"
                  .formatted(place, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw file.error("%s is not JSON: %s".formatted(where, e.getOriginalMessage()));
    }
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
