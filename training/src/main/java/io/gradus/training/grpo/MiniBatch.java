package io.gradus.training.grpo;

import io.gradus.training.grpo.Aggregation.Counts;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one optimiser step learns from: the trajectories of its prompts that are not left out, and
 * the weight of a token of each.
 *
 * @param weights one a trajectory
 */
record MiniBatch(List<Trajectory> trajectories, List<Float> weights) {

  /**
   * The mini-batches of a step, in order.
   *
   * @param groups the trajectories of each prompt; a prompt without any counts for nothing but its
   *     place
   */
  static List<MiniBatch> cut(List<List<Trajectory>> groups, GrpoSettings settings) {
    List<MiniBatch> miniBatches = new ArrayList<>();
    for (int from = 0; from < groups.size(); from += settings.miniBatchPrompts()) {
      int to = Math.min(groups.size(), from + settings.miniBatchPrompts());
      MiniBatch miniBatch = of(groups.subList(from, to), settings);
      if (!miniBatch.trajectories().isEmpty()) {
        miniBatches.add(miniBatch);
      }
    }
    return miniBatches;
  }

  static MiniBatch of(List<List<Trajectory>> groups, GrpoSettings settings) {
    List<List<Trajectory>> kept =
        groups.stream()
            .map(group -> group.stream().filter(one -> isLearnt(one, settings)).toList())
            .filter(group -> !group.isEmpty())
            .toList();
    List<Trajectory> trajectories = kept.stream().flatMap(List::stream).toList();
    List<Float> weights = new ArrayList<>();
    for (List<Trajectory> group : kept) {
      for (Trajectory one : group) {
        Counts counts =
            new Counts(
                one.tokens(),
                tokens(group),
                tokens(trajectories),
                trajectories.size(),
                kept.size(),
                settings.longest());
        weights.add(settings.aggregation().weight(counts));
      }
    }
    return new MiniBatch(trajectories, weights);
  }

  private static boolean isLearnt(Trajectory one, GrpoSettings settings) {
    return settings.overlong() == Overlong.KEEP
        || one.rollout().finishReason() != FinishReason.LENGTH;
  }

  /** Completion tokens. */
  long tokens() {
    return tokens(trajectories);
  }

  static long tokens(List<Trajectory> trajectories) {
    return trajectories.stream().mapToLong(Trajectory::tokens).sum();
  }

  /** The same with scores for those that have none. */
  MiniBatch withScores(List<Scores> scores) {
    List<Trajectory> scored = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i++) {
      Trajectory trajectory = trajectories.get(i);
      scored.add(
          trajectory.scores().isPresent()
              ? trajectory
              : new Trajectory(
                  trajectory.rollout(),
                  trajectory.advantage(),
                  Optional.of(scores.get(i)),
                  trajectory.referenceLogprobs()));
    }
    return new MiniBatch(scored, weights);
  }
}
