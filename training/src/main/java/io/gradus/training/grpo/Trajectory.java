package io.gradus.training.grpo;

import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.Rollout;

/**
 * A rollout with what the update needs to know of it; arrays have one entry a completion token.
 *
 * @param advantage of the completion within its group
 * @param oldLogprobs under the policy that the step began with, at the trainer's precision
 * @param referenceLogprobs under the frozen initial policy
 */
public record Trajectory(
    Rollout rollout, float advantage, float[] oldLogprobs, float[] referenceLogprobs) {
  public Trajectory {
    int tokens = rollout.completionIds().length;
    if (tokens == 0 || oldLogprobs.length != tokens || referenceLogprobs.length != tokens) {
      throw new IllegalArgumentException(
          String.format(
              "Sample %d of problem %s has %d completion tokens, %d old and %d reference logprobs,"
                  + " expected as many of each and at least 1",
              rollout.sample(),
              rollout.problemId(),
              tokens,
              oldLogprobs.length,
              referenceLogprobs.length));
    }
  }

  int tokens() {
    return rollout.completionIds().length;
  }

  Sequence sequence() {
    return Sequence.of(rollout.promptIds(), rollout.completionIds());
  }
}
