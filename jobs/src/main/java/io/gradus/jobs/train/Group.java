package io.gradus.jobs.train;

import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.rollout.ScoredRollout;
import io.gradus.jobs.store.TrajectoryRow;
import io.gradus.training.grpo.Advantages;
import io.gradus.training.grpo.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The completions of one prompt, which GRPO compares with each other.
 *
 * @param rollouts sample by sample
 * @param advantages of each of them
 */
record Group(List<ScoredRollout> rollouts, float[] advantages) {

  /** The group of a prompt's rollouts. */
  static Group of(List<ScoredRollout> rollouts) {
    return new Group(List.copyOf(rollouts), Advantages.ofGroup(rewards(rollouts)));
  }

  /**
   * Cuts a step's rollouts into groups.
   *
   * @param rollouts prompt by prompt, sample by sample
   * @param size samples of a prompt
   */
  static List<Group> cut(List<ScoredRollout> rollouts, int size) {
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < rollouts.size(); from += size) {
      groups.add(of(rollouts.subList(from, from + size)));
    }
    return groups;
  }

  private static double[] rewards(List<ScoredRollout> rollouts) {
    return rollouts.stream().mapToDouble(r -> r.graded().grade().reward()).toArray();
  }

  /** Whether all rewards are equal, so that the group teaches nothing. */
  boolean isConstant() {
    return Advantages.isConstant(rewards(rollouts));
  }

  /** The group as the update learns from it. */
  List<Trajectory> trajectories() {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int sample = 0; sample < rollouts.size(); sample++) {
      ScoredRollout rollout = rollouts.get(sample);
      trajectories.add(
          new Trajectory(
              rollout.graded().rollout(),
              advantages[sample],
              rollout.scores().trainer(),
              rollout.scores().reference()));
    }
    return trajectories;
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
