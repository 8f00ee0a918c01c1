package io.gradus.training.grpo;

import java.io.Serializable;

/**
 * What keeps the policy near the reference.
 *
 * @param coefficient weight of the divergence, 0 or more; 0: none, and no reference
 * @param estimator of the divergence
 * @param place where it counts
 */
public record Kl(double coefficient, KlEstimator estimator, Place place) implements Serializable {
  /** Without a divergence. */
  public static final Kl NONE = new Kl(0, KlEstimator.K3, Place.LOSS);

  /** Where a divergence counts. */
  public enum Place {
    /**
     * In the loss of each token, weighed like it (GRPO). verl {@code use_kl_loss}, TRL {@code
     * beta}, OpenRLHF {@code algo.kl.use_loss}.
     */
    LOSS,
    /**
     * In the reward: the sum over a completion's tokens, under the policy that sampled, is taken
     * from its reward before advantages (RLHF as InstructGPT, RLOO and REINFORCE++ have it). verl
     * {@code use_kl_in_reward}.
     */
    REWARD
  }

  /** Weight within the loss of a token. */
  double inLoss() {
    return place == Place.LOSS ? coefficient : 0;
  }

  /** Whether rewards are lowered by it. */
  public boolean lowersRewards() {
    return coefficient != 0 && place == Place.REWARD;
  }

  /**
   * What is taken from the reward of a completion.
   *
   * @param logprobs of its tokens under the policy that sampled
   * @param reference the same under the reference
   */
  public double penalty(float[] logprobs, float[] reference) {
    double sum = 0;
    for (int t = 0; t < logprobs.length; t++) {
      sum += estimator.of(logprobs[t], reference[t]);
    }
    return coefficient * sum;
  }
}
