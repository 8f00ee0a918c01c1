package io.gradus.training.rollout;

import java.io.Serializable;

/**
 * One sampled completion.
 *
 * @param problemId the problem it answers
 * @param sample its index among the problem's samples
 * @param promptIds token ids of the prompt
 * @param completionIds token ids of the completion, a stop id included
 * @param logprobs of each completion token under the policy at the sampling temperature, before
 *     top-p and top-k
 * @param finishReason why it ended
 */
public record Rollout(
    String problemId,
    int sample,
    int[] promptIds,
    int[] completionIds,
    float[] logprobs,
    FinishReason finishReason)
    implements Serializable {

  /** Why a completion ended. */
  public enum FinishReason {
    /** It drew a stop token. */
    STOP,
    /** It reached the token limit. */
    LENGTH
  }
}
