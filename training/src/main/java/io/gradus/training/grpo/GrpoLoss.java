package io.gradus.training.grpo;

import io.gradus.training.model.LossProgram;
import io.gradus.training.model.TokenLoss;

/**
 * Coefficients of GRPO's loss: PPO's clipped surrogate plus a k3 estimate of the KL divergence from
 * the reference policy. Its formula stands in {@code grpo.torchscript}.
 *
 * @param clipLow ratios are clipped from below at 1 − clipLow
 * @param clipHigh ratios are clipped from above at 1 + clipHigh
 * @param klCoefficient weight of the k3 estimate of KL(policy ‖ reference)
 * @param temperature logits are divided by it, as when sampling
 */
public record GrpoLoss(double clipLow, double clipHigh, double klCoefficient, double temperature) {
  private static final LossProgram PROGRAM = LossProgram.beside(GrpoLoss.class, "grpo.torchscript");

  /** The loss over the scored tokens of one batch. */
  TokenLoss over(GrpoTokens tokens) {
    return over(tokens, 0);
  }

  /**
   * The same where the old policy is the policy: whatever the tokens' old logprobs, ratios are 1.
   */
  TokenLoss onPolicy(GrpoTokens tokens) {
    return over(tokens, 1);
  }

  private TokenLoss over(GrpoTokens tokens, double onPolicy) {
    return new TokenLoss(
        PROGRAM,
        temperature,
        new float[][] {
          tokens.weights(), tokens.advantages(), tokens.oldLogprobs(), tokens.referenceLogprobs()
        },
        new double[] {clipLow, clipHigh, klCoefficient, onPolicy});
  }
}
