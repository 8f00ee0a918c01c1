package io.gradus.training.grpo;

/** Advantages of a group's completions: rewards less their mean, by their standard deviation. */
public final class Advantages {
  /** Added to the standard deviation, as in verl. */
  private static final double EPSILON = 1e-6;

  private Advantages() {}

  /**
   * (r − mean) / (std + 1e-6) with the unbiased standard deviation.
   *
   * @param rewards of all completions of one prompt
   * @return one a completion; all zero where the rewards are equal, or there is only one
   */
  public static float[] ofGroup(double[] rewards) {
    double mean = 0;
    for (double reward : rewards) {
      mean += reward / rewards.length;
    }
    double squares = 0;
    for (double reward : rewards) {
      squares += (reward - mean) * (reward - mean);
    }
    double deviation = rewards.length > 1 ? Math.sqrt(squares / (rewards.length - 1)) : 0;
    float[] advantages = new float[rewards.length];
    if (isConstant(rewards)) {
      return advantages;
    }
    for (int i = 0; i < rewards.length; i++) {
      advantages[i] = (float) ((rewards[i] - mean) / (deviation + EPSILON));
    }
    return advantages;
  }

  /** Whether all rewards are equal, so that the group teaches nothing. */
  public static boolean isConstant(double[] rewards) {
    for (double reward : rewards) {
      if (reward != rewards[0]) {
        return false;
      }
    }
    return true;
  }
}
