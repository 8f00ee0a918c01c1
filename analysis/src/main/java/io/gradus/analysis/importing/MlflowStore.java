package io.gradus.analysis.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * MLflow's file store: {@code EXPERIMENT/RUN/} with {@code meta.yaml}, {@code params/NAME} and
 * {@code metrics/NAME}, a line {@code time value step} each. The folder may be the store's, an
 * experiment's or a run's.
 */
final class MlflowStore {
  private static final String META = "meta.yaml";

  private MlflowStore() {}

  /** Whether a file describes a run of a file store. */
  static boolean isRun(Configuration conf, Path path) {
    return path.getName().equals(META) && field(Lines.read(conf, path), "run_id").isPresent();
  }

  /**
   * The runs of a store that are not deleted, with their parameters as facts. A run is called by
   * its name, or by its id where another run has the same name.
   *
   * @param experiment the experiment's name or id; empty for all
   * @throws IllegalArgumentException if there is no run, or a line is not as MLflow writes it
   */
  static List<RunLog> read(Configuration conf, String location, Optional<String> experiment) {
    List<Path> files = Lines.list(conf, location, path -> true);
    List<RunLog> logs = new ArrayList<>();
    for (Path meta : files) {
      if (meta.getName().equals(META)) {
        Lines.TextFile run = Lines.read(conf, meta);
        Optional<String> id = field(run, "run_id");
        if (id.isPresent() && isWanted(conf, run, experiment)) {
          logs.add(run(conf, id.get(), run, files));
        }
      }
    }
    if (logs.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no run of an MLflow file store%s"
              .formatted(location, experiment.map(e -> " in experiment '" + e + "'").orElse("")));
    }
    return logs.stream().map(log -> named(log, logs)).toList();
  }

  /** The run called by its id where its name is another's too. */
  static RunLog named(RunLog log, List<RunLog> all) {
    boolean shared = all.stream().filter(other -> other.name().equals(log.name())).count() > 1;
    String id = log.place().substring(log.place().lastIndexOf('/') + 1);
    return shared ? new RunLog(id, log.place(), log.facts(), log.metrics()) : log;
  }

  private static boolean isWanted(
      Configuration conf, Lines.TextFile run, Optional<String> experiment) {
    if (field(run, "lifecycle_stage").orElse("active").equals("deleted")) {
      return false;
    }
    if (experiment.isEmpty()) {
      return true;
    }
    Path folder = run.path().getParent().getParent();
    Set<String> names = new HashSet<>(Set.of(folder.getName()));
    field(Lines.read(conf, new Path(folder, META)), "name").ifPresent(names::add);
    return names.contains(experiment.get());
  }

  private static RunLog run(Configuration conf, String id, Lines.TextFile meta, List<Path> files) {
    String folder = meta.path().getParent().toUri().getPath();
    Map<String, String> facts = new HashMap<>();
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    for (Path file : files) {
      String path = file.toUri().getPath();
      if (path.startsWith(folder + "/params/")) {
        String value = String.join("\n", Lines.read(conf, file).lines());
        facts.put(path.substring((folder + "/params/").length()), value);
      } else if (path.startsWith(folder + "/metrics/")) {
        metric(Lines.read(conf, file), path.substring((folder + "/metrics/").length()), metrics);
      }
    }
    return new RunLog(field(meta, "run_name").orElse(id), folder, facts, metrics);
  }

  private static void metric(
      Lines.TextFile file, String name, NavigableMap<Integer, Map<String, Double>> metrics) {
    for (int i = 0; i < file.lines().size(); i++) {
      String[] cells = file.lines().get(i).split(" ", -1);
      try {
        int step = Integer.parseInt(cells.length > 2 ? cells[2] : "0");
        if (step >= 0) {
          metrics
              .computeIfAbsent(step, s -> new HashMap<>())
              .put(name, number(cells.length > 1 ? cells[1] : ""));
        }
      } catch (NumberFormatException e) {
        throw file.error(
            "line %d is '%s', expected 'time value step' as MLflow writes it"
                .formatted(i + 1, file.lines().get(i)));
      }
    }
  }

  /** A number as Python writes it. */
  static double number(String text) {
    return switch (text) {
      case "nan", "NaN" -> Double.NaN;
      case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** A plain field of a YAML file that is one level deep; empty if it is missing or empty. */
  private static Optional<String> field(Lines.TextFile file, String key) {
    return file.lines().stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).trim())
        .map(MlflowStore::unquoted)
        .filter(value -> !value.isEmpty() && !value.equals("null"))
        .findFirst();
  }

  private static String unquoted(String text) {
    if (text.length() > 1 && text.startsWith("'") && text.endsWith("'")) {
      return text.substring(1, text.length() - 1).replace("''", "'");
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\\\"", "\"") : text;
  }
}
