package io.gradus.training.grpo;

import java.io.Serializable;

/**
 * Weights of tokens for the gap between the sampler's arithmetic and the trainer's: c =
 * exp(trainer's logprob − sampler's), both of the policy that sampled. They multiply the policy
 * loss, not the KL term, and no gradient goes through them. Sources: Yao et al., "Your efficient RL
 * framework secretly brings you off-policy RL training" (2025), for truncation; IcePop (2025) for
 * masks. verl {@code algorithm.rollout_correction}, TRL {@code
 * vllm_importance_sampling_correction}, OpenRLHF {@code algo.advantage.is_correction_type}.
 *
 * @param kind what becomes of weights
 * @param level of which probabilities the weight is
 * @param low smallest weight that a mask leaves, below 1
 * @param high largest weight, above 1
 */
public record SamplerCorrection(Kind kind, Level level, double low, double high)
    implements Serializable {
  /** No weights. */
  public static final SamplerCorrection NONE =
      new SamplerCorrection(Kind.NONE, Level.TOKEN, 0.5, 2);

  /** What becomes of weights. */
  public enum Kind {
    /** All are 1. */
    NONE,
    /**
     * min(c, high): truncated importance sampling. verl {@code rollout_is}, OpenRLHF {@code tis}.
     */
    TRUNCATE,
    /**
     * c where low ≤ c ≤ high, else 0; masked tokens still count in means. OpenRLHF {@code icepop}.
     */
    MASK
  }

  /** Of which probabilities a weight is. */
  public enum Level {
    /** Of the token. */
    TOKEN,
    /** Of the completion: the product over its tokens. */
    SEQUENCE
  }

  public SamplerCorrection {
    if (!(low >= 0 && low < 1 && high > 1)) {
      throw new IllegalArgumentException(
          "Cannot keep weights between %s and %s, expected from below 1 to above 1"
              .formatted(low, high));
    }
  }

  /** Whether there are weights. */
  public boolean isOn() {
    return kind != Kind.NONE;
  }
}
