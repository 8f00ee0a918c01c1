package io.gradus.jobs.train;

import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.rollout.ScoredRollout;
import io.gradus.jobs.store.TrajectoryRow;
import io.gradus.training.grpo.Advantage;
import io.gradus.training.grpo.Kl;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.model.Policy.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The completions of one prompt, which GRPO compares with each other.
 *
 * @param rollouts sample by sample
 * @param advantages of each of them
 */
record Group(List<ScoredRollout> rollouts, float[] advantages) {

  /**
   * The groups of a step.
   *
   * @param rollouts by prompt
   * @param kl where it lowers rewards, rollouts have been scored under the reference
   */
  static List<Group> of(List<List<ScoredRollout>> rollouts, Advantage advantage, Kl kl) {
    float[][] advantages =
        advantage.of(
            rollouts.stream().map(group -> lowered(group, kl)).toList(),
            rollouts.stream()
                .map(group -> group.stream().mapToInt(r -> r.graded().tokens()).toArray())
                .toList());
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < advantages.length; i++) {
      groups.add(new Group(rollouts.get(i), advantages[i]));
    }
    return groups;
  }

  /** A prompt's rollouts that nothing is learnt from. */
  static Group replaced(List<ScoredRollout> rollouts) {
    return new Group(rollouts, new float[rollouts.size()]);
  }

  private static double[] rewards(List<ScoredRollout> rollouts) {
    return rollouts.stream().mapToDouble(r -> r.graded().grade().reward()).toArray();
  }

  private static double[] lowered(List<ScoredRollout> rollouts, Kl kl) {
    double[] rewards = rewards(rollouts);
    if (kl.lowersRewards()) {
      for (int i = 0; i < rewards.length; i++) {
        rewards[i] -= penalty(rollouts.get(i), kl);
      }
    }
    return rewards;
  }

  /** What a divergence takes from the reward of a rollout. */
  static double penalty(ScoredRollout rollout, Kl kl) {
    return kl.penalty(
        rollout
            .scores()
            .trainer()
            .map(Scores::logprobs)
            .orElse(rollout.graded().rollout().logprobs()),
        rollout.scores().reference().orElseThrow());
  }

  /** Whether all rewards are equal, so that a group has no signal. */
  static boolean isConstant(List<ScoredRollout> rollouts) {
    return Advantage.isConstant(rewards(rollouts));
  }

  boolean isConstant() {
    return isConstant(rollouts);
  }

  /**
   * The group as the update learns from it.
   *
   * @param scores whether old logprobs are those that were computed before the update
   */
  List<Trajectory> trajectories(OldScores scores) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int sample = 0; sample < rollouts.size(); sample++) {
      ScoredRollout rollout = rollouts.get(sample);
      trajectories.add(
          new Trajectory(
              rollout.graded().rollout(),
              advantages[sample],
              scores == OldScores.GIVEN ? rollout.scores().trainer() : Optional.empty(),
              rollout.scores().reference()));
    }
    return trajectories;
  }

  /** Where a group's old logprobs come from. */
  enum OldScores {
    /** The pass before the update, if there was one. */
    GIVEN,
    /** The pass that learns. */
    OF_THE_UPDATE
  }

  /**
   * Rows of the trajectories table.
   *
   * @param position of the prompt in the step
   * @param policyStep step that left the policy which sampled
   */
  List<TrajectoryRow> rows(int position, int policyStep) {
    List<TrajectoryRow> rows = new ArrayList<>();
    for (int sample = 0; sample < rollouts.size(); sample++) {
      rows.add(row(rollouts.get(sample).graded(), position, policyStep, advantages[sample]));
    }
    return rows;
  }

  private static TrajectoryRow row(
      GradedRollout graded, int position, int policyStep, float advantage) {
    return new TrajectoryRow(
        position,
        graded.rollout().problemId(),
        graded.rollout().sample(),
        policyStep,
        boxed(graded.rollout().promptIds()),
        boxed(graded.rollout().completionIds()),
        boxed(graded.rollout().logprobs()),
        graded.grade().completion(),
        graded.grade().extracted(),
        graded.grade().reward(),
        graded.grade().parts(),
        graded.grade().reason(),
        advantage,
        graded.finishReason());
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Float> boxed(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
