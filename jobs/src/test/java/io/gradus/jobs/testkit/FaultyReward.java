package io.gradus.jobs.testkit;

import io.gradus.rewards.Completion;
import io.gradus.rewards.RewardFunction;
import io.gradus.rewards.Verdict;

/** A user's reward function that fails at every completion. */
public final class FaultyReward implements RewardFunction {
  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public double score(String gold, Completion completion, Verdict verdict) {
    throw new IllegalStateException("no score for " + gold);
  }
}
