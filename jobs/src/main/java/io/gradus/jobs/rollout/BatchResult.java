package io.gradus.jobs.rollout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What became of one {@link RolloutBatch}. */
record BatchResult(SampledBatch sampled, GradedBatch graded) implements Serializable {

  /** What tasks spent their time on. */
  StageSeconds seconds() {
    return sampled.seconds().plus(new StageSeconds(0, 0, 0, 0, graded.work().seconds(), 0));
  }

  List<GradedRollout> gradedRollouts() {
    List<GradedRollout> rollouts = new ArrayList<>();
    for (int i = 0; i < sampled.rollouts().size(); i++) {
      rollouts.add(new GradedRollout(sampled.rollouts().get(i), graded.grades().get(i)));
    }
    return rollouts;
  }

  List<ScoredRollout> scoredRollouts() {
    List<GradedRollout> rollouts = gradedRollouts();
    List<ScoredRollout> scored = new ArrayList<>();
    for (int i = 0; i < rollouts.size(); i++) {
      scored.add(new ScoredRollout(rollouts.get(i), sampled.scores().get(i)));
    }
    return scored;
  }
}
