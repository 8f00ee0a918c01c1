package io.gradus.jobs.testkit;

import io.gradus.rewards.Completion;
import io.gradus.rewards.RewardFunction;
import io.gradus.rewards.Verdict;
import java.util.concurrent.atomic.AtomicInteger;

/** Adds nothing to any reward, and stops the process at a completion if the trap is set so. */
public final class TrapReward implements RewardFunction {
  private static final AtomicInteger GRADED = new AtomicInteger();

  @Override
  public String name() {
    return "trap";
  }

  @Override
  public double score(String gold, Completion completion, Verdict verdict) {
    Trap.at("completion", "no. " + GRADED.incrementAndGet());
    return 0;
  }
}
