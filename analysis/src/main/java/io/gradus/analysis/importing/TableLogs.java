package io.gradus.analysis.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs in a table, which comes in three shapes: wide (a column per run), long (a row per run and
 * step, a column per metric) and long by metric (a row per run, step and metric).
 */
final class TableLogs {
  /** What Weights &amp; Biases and others call the column of the step. */
  private static final List<String> STEPS =
      List.of("Step", "_step", "step", "global_step", "trainer/global_step");

  /** What they call the column of the run. */
  private static final List<String> RUNS =
      List.of("Name", "name", "run", "Run", "run_name", "run_id", "Run ID", "_run");

  private TableLogs() {}

  /**
   * Whether a table has rows by run and step.
   *
   * @param columns those of a mapping, empty without one
   */
  static boolean isLong(CellTable table, Map<String, String> columns) {
    return columns.containsKey("run")
        || columns.containsKey("metric")
        || RUNS.stream().anyMatch(table.header()::contains);
  }

  /** Whether a table has a column that is usual for the step. */
  static boolean hasStep(CellTable table) {
    return STEPS.stream().anyMatch(table.header()::contains);
  }

  /**
   * A wide table: a step column and a column per run, empty where a run has no value at a step.
   * Weights &amp; Biases names a column after the run, or "run - metric", and adds columns ending
   * {@code __MIN} and {@code __MAX}, which are left out. The metric is called as the run is.
   *
   * @param runs the runs to take; empty for all columns
   */
  static List<RunLog> wide(CellTable table, Optional<String> stepColumn, Set<String> runs) {
    int stepAt = step(table, stepColumn);
    Map<String, Integer> columns = new LinkedHashMap<>();
    if (runs.isEmpty()) {
      for (int c = 0; c < table.header().size(); c++) {
        String name = table.header().get(c);
        if (c != stepAt && !isRange(name)) {
          columns.putIfAbsent(
              name.contains(" - ") ? name.substring(0, name.indexOf(" - ")) : name, c);
        }
      }
    }
    for (String run : runs) {
      int column = wideColumn(table.header(), run);
      if (column < 0) {
        throw table.error("no column of run '%s', found %s".formatted(run, table.header()));
      }
      columns.put(run, column);
    }
    List<RunLog> logs = new ArrayList<>();
    columns.forEach((run, column) -> logs.add(wideRun(table, stepAt, run, column)));
    return logs;
  }

  private static RunLog wideRun(CellTable table, int stepAt, String run, int column) {
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    for (int r = 0; r < table.rows().size(); r++) {
      if (!table.rows().get(r).get(column).isEmpty()) {
        int step = stepOf(table, r, stepAt);
        if (metrics.put(step, Map.of(run, table.number(r, column))) != null) {
          throw new IllegalArgumentException(
              "%s: %s, column '%s': step %d stands there twice"
                  .formatted(table.path(), table.places().get(r), run, step));
        }
      }
    }
    return new RunLog(run, table.path(), metrics);
  }

  private static int wideColumn(List<String> header, String run) {
    int exact = header.indexOf(run);
    for (int i = 0; exact < 0 && i < header.size(); i++) {
      if (header.get(i).startsWith(run + " - ") && !isRange(header.get(i))) {
        return i;
      }
    }
    return exact;
  }

  private static boolean isRange(String column) {
    return column.endsWith("__MIN") || column.endsWith("__MAX");
  }

  /**
   * A long table. Without a column of runs the whole table is one run of the given name.
   *
   * @param columns which column holds what, as a mapping says: run, metric and value, keys of runs
   * @param name the run's name where there is no column of runs
   */
  static List<RunLog> byStep(
      CellTable table, Optional<String> stepColumn, Map<String, String> columns, String name) {
    for (String column : columns.values()) {
      if (!table.header().contains(column)) {
        throw table.error("no column '%s', found %s".formatted(column, table.header()));
      }
    }
    int stepAt = step(table, stepColumn);
    Optional<String> runColumn =
        Optional.ofNullable(columns.get("run"))
            .or(() -> RUNS.stream().filter(table.header()::contains).findFirst());
    int runAt = runColumn.map(table.header()::indexOf).orElse(-1);
    Map<String, Run> runs = new LinkedHashMap<>();
    for (int r = 0; r < table.rows().size(); r++) {
      List<String> row = table.rows().get(r);
      String run = runAt < 0 ? name : row.get(runAt);
      if (run.isEmpty()) {
        throw table.error(r, "column '%s' is empty, expected the run".formatted(runColumn.get()));
      }
      runs.computeIfAbsent(run, n -> new Run()).add(table, r, stepAt, runAt, columns);
    }
    List<RunLog> logs = new ArrayList<>();
    runs.forEach((run, of) -> logs.add(new RunLog(run, table.path(), of.facts, of.metrics)));
    return logs;
  }

  /** A run in the making. */
  private static final class Run {
    final Map<String, String> facts = new HashMap<>();
    final NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();

    void add(CellTable table, int r, int stepAt, int runAt, Map<String, String> columns) {
      List<String> row = table.rows().get(r);
      Set<String> ofRuns = new TreeSet<>(columns.values());
      for (String key : RunInfo.KEYS) {
        if (columns.containsKey(key)) {
          fact(table, r, columns.get(key));
        }
      }
      if (row.get(stepAt).isEmpty()) {
        return;
      }
      Map<String, Double> values =
          metrics.computeIfAbsent(stepOf(table, r, stepAt), s -> new HashMap<>());
      if (columns.containsKey("metric")) {
        int value = table.header().indexOf(columns.get("value"));
        if (!row.get(value).isEmpty()) {
          String metric = row.get(table.header().indexOf(columns.get("metric")));
          put(table, r, values, metric, table.number(r, value));
        }
        return;
      }
      for (int c = 0; c < row.size(); c++) {
        if (c != stepAt && c != runAt && !ofRuns.contains(table.header().get(c))) {
          if (!row.get(c).isEmpty()) {
            put(table, r, values, table.header().get(c), numberOrNone(row.get(c)));
          }
        }
      }
    }

    private void fact(CellTable table, int r, String column) {
      String value = table.rows().get(r).get(table.header().indexOf(column));
      String before = value.isEmpty() ? value : facts.putIfAbsent(column, value);
      if (before != null && !value.isEmpty() && !before.equals(value)) {
        throw table.error(
            r, "column '%s' is '%s', before it was '%s'".formatted(column, value, before));
      }
    }

    private static void put(
        CellTable table, int r, Map<String, Double> values, String metric, double value) {
      Double before = values.putIfAbsent(metric, value);
      if (before != null && Double.compare(before, value) != 0) {
        throw table.error(
            r, "'%s' is %s, but this run and step had %s already".formatted(metric, value, before));
      }
    }
  }

  /** The number of a cell, NaN for text, which no score may be. */
  private static double numberOrNone(String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static int step(CellTable table, Optional<String> named) {
    List<String> names = named.map(List::of).orElse(STEPS);
    return names.stream()
        .map(table.header()::indexOf)
        .filter(at -> at >= 0)
        .findFirst()
        .orElseThrow(
            () ->
                table.error(
                    "no step column '%s', found %s"
                        .formatted(String.join("' or '", names), table.header())));
  }

  private static int stepOf(CellTable table, int row, int column) {
    double value = table.number(row, column);
    if (value < 0 || value != Math.rint(value) || value > Integer.MAX_VALUE) {
      throw table.error(
          row,
          "step is %s, expected a whole number from 0"
              .formatted(table.rows().get(row).get(column)));
    }
    return (int) value;
  }
}
