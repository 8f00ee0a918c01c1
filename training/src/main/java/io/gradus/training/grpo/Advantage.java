package io.gradus.training.grpo;

import java.util.Arrays;
import java.util.List;

/**
 * How rewards become advantages.
 *
 * @param estimator which rewards a completion's is compared with, and how
 * @param epsilon added to standard deviations: 1e-6 in verl, 1e-4 in TRL, 1e-9 in OpenRLHF
 */
public record Advantage(Estimator estimator, double epsilon) {

  /**
   * Advantages of all completions of a step. With r a reward, m and s mean and unbiased standard
   * deviation, over the group of a prompt's completions or over the batch (all of the step's).
   * Where they compare within the group, one whose rewards are all equal has advantages 0.
   */
  public enum Estimator {
    /**
     * (r − m_group) / (s_group + ε): GRPO (arXiv 2402.03300). verl {@code grpo}, TRL {@code
     * scale_rewards = "group"}, OpenRLHF {@code group_norm}.
     */
    GROUP,
    /**
     * r − m_group: Dr. GRPO (arXiv 2503.20783). verl {@code grpo} with {@code
     * norm_adv_by_std_in_grpo = False}, TRL {@code scale_rewards = "none"}, OpenRLHF {@code
     * dr_grpo}.
     */
    GROUP_MEAN,
    /**
     * r less the mean of the group's other rewards, n / (n − 1) · (r − m_group): RLOO (arXiv
     * 2402.14740). verl and OpenRLHF {@code rloo}, TRL's {@code RLOOTrainer}.
     */
    LEAVE_ONE_OUT,
    /**
     * (r − m) / √(s² + 1e-8) over the batch's tokens, each with the reward of its completion:
     * REINFORCE++ (arXiv 2501.03262). verl {@code reinforce_plus_plus}, OpenRLHF {@code reinforce}.
     * A group needs only one completion, and one of equal rewards may have a signal.
     */
    BATCH,
    /**
     * (r − m_group) / (s_batch + ε): ScaleRL (arXiv 2510.13786). TRL {@code scale_rewards =
     * "batch"}.
     */
    GROUP_MEAN_BATCH_STD,
    /**
     * The best completion has (r − next best) / (s_group + ε), the others 0: pass@k training (arXiv
     * 2503.19595). verl {@code grpo_passk}.
     */
    PASS_AT_K;

    /** Whether a group with one completion can have a signal. */
    public boolean takesSingles() {
      return this == BATCH;
    }
  }

  /**
   * Advantages of a step's completions.
   *
   * @param rewards group by group
   * @param tokens completion tokens of each, in the same order
   */
  public float[][] of(List<double[]> rewards, List<int[]> tokens) {
    double[] all = rewards.stream().flatMapToDouble(Arrays::stream).toArray();
    return switch (estimator) {
      case BATCH -> whitened(rewards, tokens);
      case GROUP_MEAN_BATCH_STD -> {
        double deviation = deviation(all, mean(all));
        yield rewards.stream().map(r -> centred(r, deviation + epsilon)).toArray(float[][]::new);
      }
      default -> rewards.stream().map(this::ofGroup).toArray(float[][]::new);
    };
  }

  private float[] ofGroup(double[] rewards) {
    int n = rewards.length;
    return switch (estimator) {
      case GROUP -> centred(rewards, deviation(rewards, mean(rewards)) + epsilon);
      case LEAVE_ONE_OUT -> centred(rewards, (n - 1.0) / n);
      case PASS_AT_K -> best(rewards);
      default -> centred(rewards, 1);
    };
  }

  /** Rewards less their mean, divided; all zero where they are equal, or there is only one. */
  private static float[] centred(double[] rewards, double divisor) {
    float[] advantages = new float[rewards.length];
    if (isConstant(rewards)) {
      return advantages;
    }
    double mean = mean(rewards);
    for (int i = 0; i < rewards.length; i++) {
      advantages[i] = (float) ((rewards[i] - mean) / divisor);
    }
    return advantages;
  }

  private float[] best(double[] rewards) {
    float[] advantages = new float[rewards.length];
    if (isConstant(rewards)) {
      return advantages;
    }
    int first = 0;
    for (int i = 1; i < rewards.length; i++) {
      first = rewards[i] > rewards[first] ? i : first;
    }
    double second = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rewards.length; i++) {
      second = i == first ? second : Math.max(second, rewards[i]);
    }
    advantages[first] =
        (float) ((rewards[first] - second) / (deviation(rewards, mean(rewards)) + epsilon));
    return advantages;
  }

  private static float[][] whitened(List<double[]> rewards, List<int[]> tokens) {
    double sum = 0;
    double count = 0;
    for (int group = 0; group < rewards.size(); group++) {
      for (int i = 0; i < rewards.get(group).length; i++) {
        sum += rewards.get(group)[i] * tokens.get(group)[i];
        count += tokens.get(group)[i];
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int group = 0; group < rewards.size(); group++) {
      for (int i = 0; i < rewards.get(group).length; i++) {
        squares += Math.pow(rewards.get(group)[i] - mean, 2) * tokens.get(group)[i];
      }
    }
    boolean constant = isConstant(rewards.stream().flatMapToDouble(Arrays::stream).toArray());
    double deviation = Math.sqrt(squares / Math.max(1, count - 1) + 1e-8);
    float[][] advantages = new float[rewards.size()][];
    for (int group = 0; group < rewards.size(); group++) {
      advantages[group] = new float[rewards.get(group).length];
      for (int i = 0; i < advantages[group].length && !constant; i++) {
        advantages[group][i] = (float) ((rewards.get(group)[i] - mean) / deviation);
      }
    }
    return advantages;
  }

  private static double mean(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    return mean;
  }

  private static double deviation(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  }

  /** Whether all rewards are equal, so that a group teaches nothing. */
  public static boolean isConstant(double[] rewards) {
    for (double reward : rewards) {
      if (reward != rewards[0]) {
        return false;
      }
    }
    return true;
  }
}
