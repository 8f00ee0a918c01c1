package io.gradus.jobs.train;

import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.TrajectoryRow;
import io.gradus.training.grpo.Advantages;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One step's rollouts in groups, as the update, the tables and the log want them. */
final class StepRecords {
  private final List<List<GradedRollout>> groups;
  private final List<float[]> advantages;

  /**
   * @param rollouts problem by problem, sample by sample
   * @param groupSize samples of a problem
   */
  StepRecords(List<GradedRollout> rollouts, int groupSize) {
    List<List<GradedRollout>> cut = new ArrayList<>();
    for (int from = 0; from < rollouts.size(); from += groupSize) {
      cut.add(List.copyOf(rollouts.subList(from, from + groupSize)));
    }
    this.groups = List.copyOf(cut);
    this.advantages = groups.stream().map(g -> Advantages.ofGroup(rewards(g))).toList();
  }

  private static double[] rewards(List<GradedRollout> group) {
    return group.stream().mapToDouble(rollout -> rollout.grade().reward()).toArray();
  }

  /** The groups as GRPO learns from them. */
  List<List<Trajectory>> trajectories() {
    return IntStream.range(0, groups.size()).mapToObj(this::trajectories).toList();
  }

  private List<Trajectory> trajectories(int group) {
    return IntStream.range(0, groups.get(group).size())
        .mapToObj(
            sample -> {
              GradedRollout rollout = groups.get(group).get(sample);
              return new Trajectory(
                  rollout.rollout(),
                  advantages.get(group)[sample],
                  rollout.trainerLogprobs(),
                  rollout.referenceLogprobs());
            })
        .toList();
  }

  /** Rows of the trajectories table, by position and sample. */
  List<TrajectoryRow> rows(int policyStep) {
    List<TrajectoryRow> rows = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      for (int sample = 0; sample < groups.get(group).size(); sample++) {
        rows.add(row(groups.get(group).get(sample), policyStep, advantages.get(group)[sample]));
      }
    }
    return rows;
  }

  private static TrajectoryRow row(GradedRollout graded, int policyStep, float advantage) {
    return new TrajectoryRow(
        graded.position(),
        graded.rollout().problemId(),
        graded.rollout().sample(),
        policyStep,
        boxed(graded.rollout().promptIds()),
        boxed(graded.rollout().completionIds()),
        boxed(graded.rollout().logprobs()),
        graded.completion(),
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

  private List<GradedRollout> all() {
    return groups.stream().flatMap(List::stream).toList();
  }

  /** Prompt and completion tokens of all rollouts: what the update trains on. */
  long tokens() {
    return all().stream().mapToLong(r -> r.rollout().promptIds().length + (long) r.tokens()).sum();
  }

  int prompts() {
    return groups.size();
  }

  StepRow.Reward reward() {
    double[] rewards = all().stream().mapToDouble(r -> r.grade().reward()).toArray();
    double mean = Arrays.stream(rewards).average().orElse(0);
    double squares = Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
    double std = rewards.length > 1 ? Math.sqrt(squares / (rewards.length - 1)) : 0;
    long silent = groups.stream().filter(g -> Advantages.isConstant(rewards(g))).count();
    return new StepRow.Reward(mean, std, (double) silent / groups.size());
  }

  StepRow.Lengths lengths() {
    long prompt = 0;
    long completion = 0;
    int longest = 0;
    int truncated = 0;
    List<GradedRollout> all = all();
    for (GradedRollout rollout : all) {
      prompt += rollout.rollout().promptIds().length;
      completion += rollout.tokens();
      longest = Math.max(longest, rollout.tokens());
      truncated += rollout.truncated() ? 1 : 0;
    }
    return new StepRow.Lengths(
        prompt,
        completion,
        (double) completion / all.size(),
        longest,
        (double) truncated / all.size());
  }

  /** The update's record: what the optimiser did, and what scoring the rollouts showed. */
  StepRow.Update update(UpdateSummary summary, double learningRate) {
    double entropy = 0;
    double gap = 0;
    double largestGap = 0;
    long tokens = 0;
    for (GradedRollout rollout : all()) {
      for (int t = 0; t < rollout.tokens(); t++) {
        double difference =
            Math.abs(rollout.rollout().logprobs()[t] - rollout.trainerLogprobs()[t]);
        entropy += rollout.entropies()[t];
        gap += difference;
        largestGap = Math.max(largestGap, difference);
        tokens++;
      }
    }
    return new StepRow.Update(
        summary.optimizerSteps(),
        summary.loss(),
        summary.policyLoss(),
        summary.kl(),
        summary.clipFraction(),
        entropy / tokens,
        summary.gradientNorm(),
        learningRate,
        gap / tokens,
        largestGap);
  }
}
