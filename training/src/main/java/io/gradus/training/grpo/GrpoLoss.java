package io.gradus.training.grpo;

import io.gradus.training.model.LossProgram;
import io.gradus.training.model.TokenLoss;
import io.gradus.training.model.TokenLoss.Sight;
import java.io.Serializable;

/**
 * The loss of a token, made of named parts: a surrogate of the ratio and the advantage, weighed for
 * the sampler's arithmetic, plus a divergence from the reference, less an entropy bonus. The
 * formulas stand in {@code grpo.torchscript}.
 *
 * @param policy surrogate
 * @param clip between which ratios it teaches
 * @param kl divergence from the reference
 * @param entropyCoefficient weight of the bonus for entropy, 0 or more. verl {@code entropy_coeff},
 *     OpenRLHF {@code actor.entropy_coef}
 * @param correction weights for the gap between sampler and trainer
 * @param temperature logits are divided by it, as when sampling
 */
public record GrpoLoss(
    PolicyLoss policy,
    Clip clip,
    Kl kl,
    double entropyCoefficient,
    SamplerCorrection correction,
    double temperature)
    implements Serializable {
  private static final LossProgram PROGRAM = LossProgram.beside(GrpoLoss.class, "grpo.torchscript");

  /** The clipped surrogate and k3 in the loss, nothing else. */
  public static GrpoLoss of(Clip clip, double klCoefficient, double temperature) {
    return new GrpoLoss(
        PolicyLoss.CLIP,
        clip,
        new Kl(klCoefficient, KlEstimator.K3, Kl.Place.LOSS),
        0,
        SamplerCorrection.NONE,
        temperature);
  }

  /** The loss over the scored tokens of one batch. */
  public TokenLoss over(GrpoTokens tokens) {
    return over(tokens, 0);
  }

  /**
   * The same where the old policy is the policy: whatever the tokens' old logprobs, ratios are 1.
   */
  public TokenLoss onPolicy(GrpoTokens tokens) {
    return over(tokens, 1);
  }

  private TokenLoss over(GrpoTokens tokens, double onPolicy) {
    boolean bySequence =
        correction.isOn() && correction.level() == SamplerCorrection.Level.SEQUENCE;
    boolean whole = bySequence || (policy == PolicyLoss.GSPO && onPolicy == 0);
    return new TokenLoss(
        PROGRAM,
        temperature,
        tokens.columns(whole ? 7 : correction.isOn() ? 5 : 4),
        new double[] {
          clip.low(),
          clip.high(),
          kl.inLoss(),
          onPolicy,
          policy.ordinal(),
          clip.dual(),
          kl.estimator().ordinal() + 1,
          entropyCoefficient,
          correction.kind().ordinal(),
          correction.low(),
          correction.high(),
          bySequence ? 1 : 0
        },
        whole ? Sight.COMPLETION : Sight.TOKEN);
  }
}
