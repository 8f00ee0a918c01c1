package io.gradus.jobs.pipeline;

import io.gradus.jobs.pipeline.PromptEncoder.EncodedProblem;
import io.gradus.jobs.store.EvaluationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Held-out problems by benchmark, and the evaluation of a policy on all of them. */
final class Benchmarks {
  private final RolloutStage stage;
  private final Map<String, List<EncodedProblem>> problems;
  private final int promptsPerBatch;

  Benchmarks(RolloutStage stage, Map<String, List<EncodedProblem>> problems, int promptsPerBatch) {
    this.stage = stage;
    this.problems = new TreeMap<>(problems);
    this.promptsPerBatch = promptsPerBatch;
  }

  /** Rows of each benchmark that is due, by problem and sample. */
  Map<String, List<EvaluationRow>> evaluate(
      Predicate<String> due, RolloutPlan plan, String description) {
    Map<String, List<EvaluationRow>> rows = new TreeMap<>();
    problems.forEach(
        (name, set) -> {
          if (due.test(name)) {
            String job = description + ", " + name;
            rows.put(
                name,
                stage.run(items(set), promptsPerBatch, plan, job).rollouts().stream()
                    .map(Benchmarks::row)
                    .toList());
          }
        });
    return rows;
  }

  static List<RolloutBatch.Item> items(List<EncodedProblem> problems) {
    List<RolloutBatch.Item> items = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      EncodedProblem encoded = problems.get(i);
      items.add(new RolloutBatch.Item(i, encoded.prompt(), encoded.gold()));
    }
    return items;
  }

  private static EvaluationRow row(GradedRollout rollout) {
    return new EvaluationRow(
        rollout.rollout().problemId(),
        rollout.rollout().sample(),
        rollout.grade().correct(),
        rollout.tokens(),
        rollout.completion(),
        rollout.grade().extracted(),
        rollout.grade().reason(),
        rollout.finishReason());
  }

  /** Share of right answers. */
  static double accuracy(List<EvaluationRow> rows) {
    return rows.stream().mapToInt(row -> row.correct() ? 1 : 0).average().orElse(Double.NaN);
  }
}
