package io.gradus.jobs.problems;

import io.gradus.datasets.Problem;
import io.gradus.jobs.rollout.RolloutBatch;
import io.gradus.rewards.Gold;
import io.gradus.training.rollout.RolloutPrompt;

/** A problem, its prompt, and what its completions are compared with. */
public record EncodedProblem(Problem problem, RolloutPrompt prompt, Gold gold) {

  /** What a task is given of it. */
  public RolloutBatch.Item item() {
    return new RolloutBatch.Item(prompt, gold);
  }
}
