package io.gradus.analysis.curves;

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
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Reads the logs of other systems into {@link RunLog}s. Each reader knows one file layout. */
final class LogReaders {
  /** Python writes NaN and Infinity as they are, for instance a gradient norm that overflowed. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private LogReaders() {}

  /**
   * A wide export of Weights &amp; Biases: a step column and a column per run, empty where a run
   * has no value at a step. Exports name a column after the run, or "run - metric", and add columns
   * ending {@code __MIN} and {@code __MAX}, which are left out.
   */
  static List<RunLog> wandb(Lines.TextFile file, RunMapping mapping) {
    Csv.Table table = Csv.parse(file);
    int stepColumn = table.header().indexOf(mapping.stepColumn());
    if (stepColumn < 0) {
      throw file.error(
          "no step column '%s', found %s".formatted(mapping.stepColumn(), table.header()));
    }
    List<RunLog> logs = new ArrayList<>();
    for (String run : mapping.runs().keySet()) {
      int column = wandbColumn(table.header(), run);
      if (column < 0) {
        throw file.error("no column of run '%s', found %s".formatted(run, table.header()));
      }
      NavigableMap<Integer, Map<String, Double>> metrics = new TreeMap<>();
      for (int r = 0; r < table.rows().size(); r++) {
        String cell = table.rows().get(r).get(column);
        if (!cell.isEmpty()) {
          String place = "line %d, column '%s'".formatted(table.lineNumbers().get(r), run);
          int step = step(file, place, table.rows().get(r).get(stepColumn));
          if (metrics.put(step, Map.of(run, number(file, place, cell))) != null) {
            throw file.error("%s: step %d stands there twice".formatted(place, step));
          }
        }
      }
      logs.add(new RunLog(run, file.path().toUri().getPath(), metrics));
    }
    return logs;
  }

  private static int wandbColumn(List<String> header, String run) {
    int exact = header.indexOf(run);
    for (int i = 0; exact < 0 && i < header.size(); i++) {
      String name = header.get(i);
      if (name.startsWith(run + " - ") && !name.endsWith("__MIN") && !name.endsWith("__MAX")) {
        return i;
      }
    }
    return exact;
  }

  /**
   * verl's file logger: a JSON object a line, {@code {"step": 3, "data": {"metric": 0.1, …}}}.
   * Several lines of one step are joined. The run's name is the file's without its ending.
   */
  static RunLog verl(Lines.TextFile file) {
    NavigableMap<Integer, Map<String, Double>> metrics = new TreeMap<>();
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
      collect(data, metrics.computeIfAbsent(step.asInt(), s -> new HashMap<>()));
    }
    return new RunLog(file.stem(), file.path().toUri().getPath(), metrics);
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
    NavigableMap<Integer, Map<String, Double>> metrics = new TreeMap<>();
    for (int i = 0; i < history.size(); i++) {
      JsonNode step = history.get(i).path("step");
      if (!step.isIntegralNumber()) {
        throw file.error("log_history[%d] has no whole number 'step'".formatted(i));
      }
      collect(history.get(i), metrics.computeIfAbsent(step.asInt(), s -> new HashMap<>()));
    }
    return new RunLog(trlName(file), file.path().toUri().getPath(), metrics);
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
  private static void collect(JsonNode object, Map<String, Double> into) {
    object
        .fields()
        .forEachRemaining(
            f -> {
              if (!f.getValue().isNull()) {
                double value = f.getValue().isNumber() ? f.getValue().asDouble() : Double.NaN;
                into.put(f.getKey(), value);
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

  static int step(Lines.TextFile file, String place, String text) {
    double value = number(file, place, text);
    if (value < 0 || value != Math.rint(value)) {
      throw file.error("%s: step is %s, expected a whole number from 0".formatted(place, text));
    }
    return (int) value;
  }

  static double number(Lines.TextFile file, String place, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: %s: '%s' is not a number".formatted(file.path().toUri().getPath(), place, text), e);
    }
  }
}
