package io.gradus.jobs.problems;

import io.gradus.datasets.Problem;
import io.gradus.jobs.rollout.RolloutBatch;
import io.gradus.rewards.Gold;
import io.gradus.training.rollout.RolloutPrompt;
import java.util.ArrayList;
import java.util.List;

/** A problem, its prompt, and what its completions are compared with. */
public record EncodedProblem(Problem problem, RolloutPrompt prompt, Gold gold) {

  /** Problems as they are asked together, each at its place in the list. */
  public static List<RolloutBatch.Item> items(List<EncodedProblem> problems) {
    List<RolloutBatch.Item> items = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      EncodedProblem encoded = problems.get(i);
      items.add(new RolloutBatch.Item(i, encoded.prompt(), encoded.gold()));
    }
    return items;
  }
}
