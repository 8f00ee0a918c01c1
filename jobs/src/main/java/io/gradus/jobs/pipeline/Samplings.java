package io.gradus.jobs.pipeline;

import io.gradus.training.model.Sampling;

/** Turns sampling settings into the training room's terms. */
final class Samplings {
  private Samplings() {}

  static Sampling of(io.gradus.jobs.config.Sampling sampling) {
    return new Sampling(sampling.temperature(), sampling.topP(), sampling.topK());
  }
}
