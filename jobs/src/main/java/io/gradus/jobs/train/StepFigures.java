package io.gradus.jobs.train;

import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.rollout.ScoredRollout;
import io.gradus.jobs.store.StepRow;
import io.gradus.training.grpo.Kl;
import io.gradus.training.grpo.UpdateSummary;
import java.util.Arrays;
import java.util.List;

/** The figures of one step over all its groups, as the steps table wants them. */
final class StepFigures {
  private final List<Group> groups;
  private final int rounds;
  private final List<ScoredRollout> rollouts;

  /**
   * @param groups all that were sampled
   * @param rounds of sampling after the first
   */
  StepFigures(List<Group> groups, int rounds) {
    this.groups = groups;
    this.rounds = rounds;
    this.rollouts = groups.stream().flatMap(group -> group.rollouts().stream()).toList();
  }

  /** Prompts, each counted once. */
  int prompts() {
    return groups.size();
  }

  /** Prompt and completion tokens of all rollouts: what the update trains on. */
  long tokens() {
    return rollouts.stream()
        .map(ScoredRollout::graded)
        .mapToLong(r -> r.rollout().promptIds().length + (long) r.tokens())
        .sum();
  }

  StepRow.Reward reward() {
    double[] rewards = rollouts.stream().mapToDouble(r -> r.graded().grade().reward()).toArray();
    double mean = Arrays.stream(rewards).average().orElse(0);
    double squares = Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
    double std = rewards.length > 1 ? Math.sqrt(squares / (rewards.length - 1)) : 0;
    long silent = groups.stream().filter(Group::isConstant).count();
    int faults = rollouts.stream().mapToInt(r -> r.graded().grade().faults()).sum();
    return new StepRow.Reward(mean, std, (double) silent / groups.size(), faults, rounds);
  }

  StepRow.Lengths lengths() {
    long prompt = 0;
    long completion = 0;
    int longest = 0;
    int truncated = 0;
    for (ScoredRollout scored : rollouts) {
      GradedRollout rollout = scored.graded();
      prompt += rollout.rollout().promptIds().length;
      completion += rollout.tokens();
      longest = Math.max(longest, rollout.tokens());
      truncated += rollout.truncated() ? 1 : 0;
    }
    return new StepRow.Lengths(
        prompt,
        completion,
        (double) completion / rollouts.size(),
        longest,
        (double) truncated / rollouts.size());
  }

  /**
   * The update's record: what the optimiser did, and how its arithmetic saw the rollouts.
   *
   * @param kl of the loss or of the rewards
   */
  StepRow.Update update(UpdateSummary summary, Kl kl, double learningRate) {
    return new StepRow.Update(
        summary.optimizerSteps(),
        summary.loss(),
        summary.policyLoss(),
        kl.lowersRewards() ? divergence(kl) : summary.kl(),
        new StepRow.Clips(
            summary.clips().all(),
            summary.clips().low(),
            summary.clips().high(),
            summary.clips().dual()),
        summary.begin().entropy(),
        summary.gradientNorm(),
        learningRate,
        new StepRow.Gap(
            summary.begin().mean(),
            summary.begin().largest(),
            summary.begin().kl(),
            summary.begin().effectiveSamples(),
            summary.begin().perplexityRatio()));
  }

  /** Mean over tokens of the estimates that lower rewards, under the policy that sampled. */
  private double divergence(Kl kl) {
    double sum = rollouts.stream().mapToDouble(r -> Group.penalty(r, kl)).sum();
    long tokens = rollouts.stream().mapToLong(r -> r.graded().tokens()).sum();
    return sum / kl.coefficient() / tokens;
  }
}
