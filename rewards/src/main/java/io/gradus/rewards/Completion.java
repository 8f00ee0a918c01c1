package io.gradus.rewards;

/**
 * One completion to grade.
 *
 * @param text what the model wrote, without the prompt
 * @param tokens its length in tokens
 * @param maxTokens the limit it was sampled under, in tokens
 * @param finished whether it ended by itself rather than by the limit
 */
public record Completion(String text, int tokens, int maxTokens, boolean finished) {
  /** Checks the lengths. */
  public Completion {
    if (tokens < 0 || maxTokens < 0) {
      throw new IllegalArgumentException(
          "tokens and maxTokens must not be negative, found " + tokens + " and " + maxTokens);
    }
  }

  /** A completion of unknown length that ended by itself. */
  public static Completion of(String text) {
    return new Completion(text, 0, 0, true);
  }
}
