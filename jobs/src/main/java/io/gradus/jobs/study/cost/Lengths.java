package io.gradus.jobs.study.cost;

import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.TrainConfig;

/**
 * Mean lengths that an estimate assumes, in tokens.
 *
 * @param prompt with its chat template
 * @param completion sampled tokens
 */
record Lengths(double prompt, double completion) {
  /** Those given, else the longest that a run allows. */
  static Lengths of(EstimateConfig estimate, TrainConfig config) {
    return new Lengths(
        estimate.promptTokens().orElse(config.problems().prompt().maxTokens()),
        estimate.completionTokens().orElse(config.rollout().sampling().maxTokens()));
  }

  /** Of prompt and completion together. */
  double sequence() {
    return prompt + completion;
  }
}
