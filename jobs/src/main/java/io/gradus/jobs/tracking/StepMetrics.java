package io.gradus.jobs.tracking;

import io.gradus.files.table.Column;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.Tables;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one step under the names that trackers show: {@code GROUP/COLUMN} for the columns
 * of the steps table, {@code evaluate/BENCHMARK/pass_at_1} and {@code …/tokens} (mean length of an
 * answer) for evaluations.
 *
 * @param step 0 is the initial policy
 * @param time when the step was done, had the run never been interrupted: its beginning plus the
 *     recorded seconds of its steps so far. So it is a function of the tables, like the values
 * @param values finite numbers by name
 */
public record StepMetrics(int step, Instant time, SortedMap<String, Double> values) {
  private static final Set<String> REWARD =
      Set.of(
          "reward_mean", "reward_std", "groups_without_signal", "reward_faults", "sampling_rounds");
  private static final Set<String> LENGTH =
      Set.of(
          "prompt_tokens", "completion_tokens", "completion_mean", "completion_max", "truncated");
  private static final Set<String> BUDGET = Set.of("data", "tokens", "compute");

  public StepMetrics {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * The numbers of a step.
   *
   * @param row its record; none for the initial policy
   * @param evaluations answers by benchmark, if the step was evaluated
   */
  public static StepMetrics of(
      int step, Instant time, Optional<StepRow> row, Map<String, List<EvaluationRow>> evaluations) {
    SortedMap<String, Double> values = new TreeMap<>();
    row.ifPresent(record -> values.putAll(columns(record)));
    evaluations.forEach(
        (benchmark, answers) -> {
          values.put(
              "evaluate/" + benchmark + "/pass_at_1",
              answers.stream().mapToInt(a -> a.correct() ? 1 : 0).average().orElse(Double.NaN));
          values.put(
              "evaluate/" + benchmark + "/tokens",
              answers.stream().mapToInt(EvaluationRow::tokens).average().orElse(Double.NaN));
        });
    values.values().removeIf(value -> !Double.isFinite(value));
    return new StepMetrics(step, time, values);
  }

  private static Map<String, Double> columns(StepRow row) {
    Map<String, Double> values = new TreeMap<>();
    for (Column<StepRow> column : Tables.STEPS.columns()) {
      if (!column.name().equals("step") && column.value().apply(row) instanceof Number number) {
        values.put(group(column.name()) + "/" + column.name(), number.doubleValue());
      }
    }
    return values;
  }

  private static String group(String column) {
    if (REWARD.contains(column)) {
      return "reward";
    }
    if (LENGTH.contains(column)) {
      return "length";
    }
    if (BUDGET.contains(column)) {
      return "budget";
    }
    return column.startsWith("seconds_") ? "time" : "update";
  }
}
