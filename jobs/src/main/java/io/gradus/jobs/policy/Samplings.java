package io.gradus.jobs.policy;

import io.gradus.training.model.Sampling;

/** Turns sampling settings into the training room's terms. */
public final class Samplings {
  private Samplings() {}

  public static Sampling of(io.gradus.jobs.config.Sampling sampling) {
    return new Sampling(sampling.temperature(), sampling.topP(), sampling.topK());
  }
}
