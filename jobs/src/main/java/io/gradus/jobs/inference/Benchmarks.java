package io.gradus.jobs.inference;

import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.rollout.RolloutBatch;
import io.gradus.jobs.rollout.RolloutPlan;
import io.gradus.jobs.rollout.RolloutStage;
import io.gradus.jobs.store.EvaluationRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Held-out problems by benchmark, and the evaluation of a policy on all of them. */
public final class Benchmarks {
  private final RolloutStage stage;
  private final Map<String, List<EncodedProblem>> problems;
  private final int promptsPerBatch;

  public Benchmarks(
      RolloutStage stage, Map<String, List<EncodedProblem>> problems, int promptsPerBatch) {
    this.stage = stage;
    this.problems = new TreeMap<>(problems);
    this.promptsPerBatch = promptsPerBatch;
  }

  /** Rows of each benchmark that is due, by problem and sample. */
  public Map<String, List<EvaluationRow>> evaluate(
      Predicate<String> due, RolloutPlan plan, String description) {
    Map<String, List<EvaluationRow>> rows = new TreeMap<>();
    problems.forEach(
        (name, set) -> {
          if (due.test(name)) {
            String job = description + ", " + name;
            rows.put(
                name,
                stage.run(items(set), promptsPerBatch, plan, job).stream()
                    .map(Benchmarks::row)
                    .toList());
          }
        });
    return rows;
  }

  private static List<RolloutBatch.Item> items(List<EncodedProblem> problems) {
    return problems.stream().map(EncodedProblem::item).toList();
  }

  private static EvaluationRow row(GradedRollout rollout) {
    return new EvaluationRow(
        rollout.rollout().problemId(),
        rollout.rollout().sample(),
        rollout.grade().correct(),
        rollout.tokens(),
        rollout.grade().completion(),
        rollout.grade().extracted(),
        rollout.grade().reason(),
        rollout.finishReason());
  }

  /** Share of right answers. */
  public static double accuracy(List<EvaluationRow> rows) {
    return rows.stream().mapToInt(row -> row.correct() ? 1 : 0).average().orElse(Double.NaN);
  }
}
