package io.gradus.jobs.rollout;

import io.gradus.training.model.Policy.Scores;
import java.io.Serializable;
import java.util.Optional;

/**
 * What an update needs to know of a rollout's tokens; every array has one entry a completion token,
 * or none where nothing needs it.
 *
 * @param trainerLogprobs under the policy that sampled them, at the trainer's precision
 * @param entropies of the trainer's distributions, in nats
 * @param referenceLogprobs under the reference policy
 */
public record TokenScores(float[] trainerLogprobs, float[] entropies, float[] referenceLogprobs)
    implements Serializable {
  private static final float[] NONE = {};

  /** Of what was computed of one rollout. */
  static TokenScores of(Optional<Scores> trainer, Optional<Scores> reference) {
    return new TokenScores(
        trainer.map(Scores::logprobs).orElse(NONE),
        trainer.map(Scores::entropies).orElse(NONE),
        reference.map(Scores::logprobs).orElse(NONE));
  }

  /** Scores under the policy that sampled, if they were computed. */
  public Optional<Scores> trainer() {
    return trainerLogprobs.length == 0
        ? Optional.empty()
        : Optional.of(new Scores(trainerLogprobs, entropies));
  }

  /** Logprobs under the reference policy, if there is one. */
  public Optional<float[]> reference() {
    return referenceLogprobs.length == 0 ? Optional.empty() : Optional.of(referenceLogprobs);
  }
}
