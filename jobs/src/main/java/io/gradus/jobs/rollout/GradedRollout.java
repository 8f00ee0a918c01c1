package io.gradus.jobs.rollout;

import io.gradus.training.rollout.Rollout;
import java.io.Serializable;

/**
 * A rollout, its text, its grade and, in training, its scores; arrays have one entry a completion
 * token and are empty where nothing was asked for.
 *
 * @param position the problem's place in its step or benchmark
 * @param trainerLogprobs under the policy the rollout came from, at the trainer's precision
 * @param referenceLogprobs under the frozen initial policy
 * @param entropies of the trainer's distributions, in nats
 */
public record GradedRollout(
    int position,
    Rollout rollout,
    String completion,
    Grade grade,
    float[] trainerLogprobs,
    float[] referenceLogprobs,
    float[] entropies)
    implements Serializable {

  public int tokens() {
    return rollout.completionIds().length;
  }

  public boolean truncated() {
    return rollout.finishReason() == Rollout.FinishReason.LENGTH;
  }

  /** As tables have it: {@code stop} or {@code length}. */
  public String finishReason() {
    return truncated() ? "length" : "stop";
  }
}
