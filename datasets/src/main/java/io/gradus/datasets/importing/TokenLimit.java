package io.gradus.datasets.importing;

import io.gradus.datasets.Problem;
import java.io.Serializable;

/**
 * Refuses problems whose prompt is too long for the policy.
 *
 * @param counter counts the tokens of a prompt
 * @param maxTokens most tokens of a prompt that is kept
 */
public record TokenLimit(Counter counter, int maxTokens) implements Serializable {

  /** Counts a problem's prompt tokens as the policy will see them: template and special tokens. */
  @FunctionalInterface
  public interface Counter extends Serializable {
    /** The number of tokens. */
    int count(Problem problem);
  }

  /** Checks the limit. */
  public TokenLimit {
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "Token limit %d, expected 1 or more.".formatted(maxTokens));
    }
  }
}
