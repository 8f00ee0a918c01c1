package io.gradus.jobs.rollout;

import io.gradus.rewards.Gold;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.io.Serializable;

/**
 * A rollout before it is graded; see {@link GradedRollout} for the arrays.
 *
 * @param gold the answer to grade by, and how
 */
record SampledRollout(
    int position,
    Gold gold,
    Rollout rollout,
    float[] trainerLogprobs,
    float[] referenceLogprobs,
    float[] entropies)
    implements Serializable {

  /** What verification needs of it. */
  VerifyTask.Answer answer() {
    return new VerifyTask.Answer(
        gold, rollout.completionIds(), rollout.finishReason() == FinishReason.STOP);
  }

  GradedRollout graded(VerifyTask.Graded graded) {
    return new GradedRollout(
        position,
        rollout,
        graded.completion(),
        graded.grade(),
        trainerLogprobs,
        referenceLogprobs,
        entropies);
  }
}
