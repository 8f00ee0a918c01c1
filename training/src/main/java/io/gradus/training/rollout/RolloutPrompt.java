package io.gradus.training.rollout;

import java.io.Serializable;

/**
 * A problem's prompt, tokenised.
 *
 * @param problemId keys the randomness of its samples
 * @param ids token ids, at least one
 */
public record RolloutPrompt(String problemId, int[] ids) implements Serializable {
  public RolloutPrompt {
    if (ids.length == 0) {
      throw new IllegalArgumentException("The prompt of problem " + problemId + " has no tokens");
    }
  }
}
