package io.gradus.training.model;

/**
 * A loss over the scored tokens of one batch, with the numbers that it depends on.
 *
 * @param program what it computes
 * @param temperature logits are divided by it before logprobs are taken
 * @param columns [c][n] of each of the n scored tokens, in the batch's order
 * @param settings coefficients of the loss, empty if it has none
 */
public record TokenLoss(
    LossProgram program, double temperature, float[][] columns, double[] settings) {
  public TokenLoss {
    for (float[] column : columns) {
      if (column.length != columns[0].length) {
        throw new IllegalArgumentException(
            "A loss has columns of %d and %d numbers, expected one a scored token in each"
                .formatted(columns[0].length, column.length));
      }
    }
  }

  /** Scored tokens that the columns speak of. */
  int tokens() {
    return columns[0].length;
  }
}
