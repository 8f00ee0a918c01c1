package io.gradus.training.grpo;

/**
 * How the losses of a mini-batch's tokens become one number. Weights are those of the whole
 * mini-batch, so that no result depends on micro-batches beyond rounding.
 */
public enum Aggregation {
  /**
   * The mean over all tokens (DAPO, arXiv 2503.14476). verl {@code token-mean}, TRL {@code
   * loss_type = "dapo"} or {@code "bnpo"}, OpenRLHF's default.
   */
  TOKEN_MEAN,
  /**
   * The mean over completions of the mean over each one's tokens (GRPO, arXiv 2402.03300). verl
   * {@code seq-mean-token-mean}, TRL {@code loss_type = "grpo"}.
   */
  SEQ_MEAN_TOKEN_MEAN,
  /**
   * The mean over completions of the sum over each one's tokens divided by the longest completion
   * that may be sampled, so that length has no part in it (Dr. GRPO, arXiv 2503.20783). verl {@code
   * seq-mean-token-sum-norm}, TRL {@code loss_type = "dr_grpo"}.
   */
  SEQ_MEAN_TOKEN_SUM_NORM,
  /**
   * The mean over prompts of the mean over all tokens of each one's completions (ScaleRL, arXiv
   * 2510.13786).
   */
  PROMPT_MEAN;

  /**
   * What a token's weight depends on.
   *
   * @param tokens completion tokens of its sequence
   * @param groupTokens of all sequences of its prompt
   * @param allTokens of the mini-batch
   * @param sequences of the mini-batch
   * @param prompts of the mini-batch
   * @param longest tokens of the longest completion that may be sampled
   */
  public record Counts(
      int tokens, long groupTokens, long allTokens, int sequences, int prompts, int longest) {}

  /** Share of one token in the loss. */
  public float weight(Counts of) {
    return switch (this) {
      case TOKEN_MEAN -> (float) (1.0 / of.allTokens());
      case SEQ_MEAN_TOKEN_MEAN -> (float) (1.0 / ((double) of.tokens() * of.sequences()));
      case SEQ_MEAN_TOKEN_SUM_NORM -> (float) (1.0 / ((double) of.longest() * of.sequences()));
      case PROMPT_MEAN -> (float) (1.0 / ((double) of.groupTokens() * of.prompts()));
    };
  }
}
