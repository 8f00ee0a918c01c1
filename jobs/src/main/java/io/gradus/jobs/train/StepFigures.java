package io.gradus.jobs.train;

import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.rollout.ScoredRollout;
import io.gradus.jobs.store.StepRow;
import io.gradus.training.grpo.UpdateSummary;
import java.util.Arrays;
import java.util.List;

/** The figures of one step over all its groups, as the steps table wants them. */
final class StepFigures {
  private final List<Group> groups;
  private final List<ScoredRollout> rollouts;

  StepFigures(List<Group> groups) {
    this.groups = groups;
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
    return new StepRow.Reward(mean, std, (double) silent / groups.size(), faults);
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

  /** The update's record: what the optimiser did, and how its arithmetic saw the rollouts. */
  StepRow.Update update(UpdateSummary summary, double learningRate) {
    return new StepRow.Update(
        summary.optimizerSteps(),
        summary.loss(),
        summary.policyLoss(),
        summary.kl(),
        summary.clipFraction(),
        summary.begin().entropy(),
        summary.gradientNorm(),
        learningRate,
        summary.begin().gap(),
        summary.begin().largestGap());
  }
}
