package io.gradus.training.pretrain;

import io.gradus.training.model.LossProgram;
import io.gradus.training.model.TokenLoss;

/** The loss of supervised training, −Σ weight·logprob; {@code likelihood.torchscript} has it. */
public final class Likelihood {
  private static final LossProgram PROGRAM =
      LossProgram.beside(Likelihood.class, "likelihood.torchscript");

  private Likelihood() {}

  /**
   * The loss over the scored tokens of one batch; the one number it reports is the loss itself.
   *
   * @param weights one a scored token, in the batch's order
   */
  public static TokenLoss of(float[] weights) {
    return new TokenLoss(PROGRAM, 1, new float[][] {weights}, new double[0]);
  }
}
