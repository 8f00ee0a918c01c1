package io.gradus.training.model;

/**
 * A loss over the scored tokens of one batch, with the numbers that it depends on.
 *
 * @param program what it computes
 * @param temperature logits are divided by it before logprobs are taken
 * @param columns [c][n] of each of the n scored tokens, in the batch's order
 * @param settings coefficients of the loss, empty if it has none
 * @param sight what the loss of one token depends on
 */
public record TokenLoss(
    LossProgram program, double temperature, float[][] columns, double[] settings, Sight sight) {

  /** What the loss of one token depends on beside its own column. */
  public enum Sight {
    /** Its own logprob. */
    TOKEN,
    /** The logprobs of all tokens of its completion: logits of a batch are made twice. */
    COMPLETION
  }

  public TokenLoss {
    for (float[] column : columns) {
      if (column.length != columns[0].length) {
        throw new IllegalArgumentException(
            "A loss has columns of %d and %d numbers, expected one a scored token in each"
                .formatted(columns[0].length, column.length));
      }
    }
  }

  /** A loss of each token's own logprob. */
  public TokenLoss(LossProgram program, double temperature, float[][] columns, double[] settings) {
    this(program, temperature, columns, settings, Sight.TOKEN);
  }

  /** 1 where programs have to call {@code prepare}. */
  long wholeFlag() {
    return sight == Sight.COMPLETION ? 1 : 0;
  }

  /** Scored tokens that the columns speak of. */
  int tokens() {
    return columns[0].length;
  }
}
