package io.gradus.jobs.train;

import io.gradus.jobs.inference.Benchmarks;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.ForecastRow;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.TrajectoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a step leaves to be committed.
 *
 * @param step its number; 0 is the evaluation of the initial policy
 * @param trained what training left, for every step but 0
 * @param evaluations rows by benchmark, where evaluation was due
 * @param forecast what the run expects of its remaining steps, after an evaluation
 */
record StepResult(
    int step,
    Optional<Trained> trained,
    Map<String, List<EvaluationRow>> evaluations,
    Optional<ForecastRow> forecast) {

  /**
   * What training left.
   *
   * @param row the step's record
   * @param groups its completions, prompt by prompt
   */
  record Trained(StepRow row, List<Group> groups) {
    /** Rows of the trajectories table, by position and sample. */
    List<TrajectoryRow> trajectories() {
      List<TrajectoryRow> rows = new ArrayList<>();
      for (int position = 0; position < groups.size(); position++) {
        // Sampled with the policy that the step before left.
        rows.addAll(groups.get(position).rows(position, row.step() - 1));
      }
      return rows;
    }
  }

  Optional<StepRow> row() {
    return trained.map(Trained::row);
  }

  /** Share of right answers by benchmark. */
  Map<String, Double> accuracies() {
    Map<String, Double> accuracies = new TreeMap<>();
    evaluations.forEach((name, rows) -> accuracies.put(name, Benchmarks.accuracy(rows)));
    return accuracies;
  }

  /** Whether the update was not kept. */
  boolean isDiverged() {
    return row().filter(StepRow::isDiverged).isPresent();
  }

  /** The same with the warnings that the run's steps up to it give. */
  StepResult with(StepWarnings warnings) {
    return new StepResult(
        step,
        trained.map(t -> new Trained(warnings.addTo(t.row), t.groups)),
        evaluations,
        forecast);
  }

  StepResult withForecast(Optional<ForecastRow> made) {
    return new StepResult(step, trained, evaluations, made);
  }
}
