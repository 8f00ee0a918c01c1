package io.gradus.jobs.config;

import io.gradus.training.model.Sampling;
import io.gradus.training.rollout.RolloutSettings;
import java.util.List;

/**
 * How completions are sampled (part of the blocks {@code rollout} and {@code evaluate}).
 *
 * @param sampling the distribution that tokens are drawn from
 * @param maxTokens longest completion
 */
public record SamplingConfig(Sampling sampling, int maxTokens) {

  /** The same with completions of at most so many tokens. */
  public SamplingConfig atMost(int tokens) {
    return tokens < maxTokens ? new SamplingConfig(sampling, tokens) : this;
  }

  /**
   * In the terms of the training room.
   *
   * @param samples completions per prompt
   * @param stopIds token ids that end a completion
   */
  public RolloutSettings rollouts(int samples, List<Integer> stopIds) {
    return new RolloutSettings(samples, sampling, maxTokens, stopIds);
  }

  static SamplingConfig of(Section section, int maxTokens) {
    return new SamplingConfig(
        new Sampling(
            section.number("temperature", Bound.NOT_NEGATIVE),
            section.number("top-p", Bound.POSITIVE_PROBABILITY),
            section.integer("top-k", Bound.NOT_NEGATIVE)),
        maxTokens);
  }
}
