package io.gradus.training.grpo;

/** How the losses of a mini-batch's tokens become one number. */
public enum Aggregation {
  /** The mean over all tokens. */
  TOKEN_MEAN,
  /** The mean over sequences of the mean over each one's tokens. */
  SEQ_MEAN_TOKEN_MEAN;

  /**
   * Share of one token in the loss.
   *
   * @param tokens completion tokens of its sequence
   * @param allTokens completion tokens of the mini-batch
   * @param sequences sequences of the mini-batch
   */
  float weight(int tokens, long allTokens, int sequences) {
    return switch (this) {
      case TOKEN_MEAN -> (float) (1.0 / allTokens);
      case SEQ_MEAN_TOKEN_MEAN -> (float) (1.0 / ((double) tokens * sequences));
    };
  }
}
