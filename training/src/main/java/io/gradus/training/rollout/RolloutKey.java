package io.gradus.training.rollout;

import java.io.Serializable;

/**
 * What the random numbers of a batch of rollouts depend on, beside problem and sample.
 *
 * @param seed the run's seed
 * @param stream keeps rollouts for different ends apart, for instance {@code train} and {@code
 *     evaluate}
 * @param step the policy's step
 */
public record RolloutKey(long seed, String stream, long step) implements Serializable {
  /** Uniform numbers of one sample of a problem, one a token. */
  float[] uniforms(String problemId, int sample, int tokens) {
    return CounterRandom.of(seed, stream, problemId).uniforms(step, sample, tokens);
  }
}
