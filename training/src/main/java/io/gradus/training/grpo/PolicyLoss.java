package io.gradus.training.grpo;

/**
 * How the ratio r of new to old probability and the advantage A become the loss of a token. ε_low
 * and ε_high are those of {@link Clip}; sg stops gradients.
 */
public enum PolicyLoss {
  /**
   * max(−A r, −A clip(r, 1 − ε_low, 1 + ε_high)) with the ratio of each token: PPO (arXiv
   * 1707.06347), GRPO (2402.03300), and with ε_high above ε_low DAPO (2503.14476). verl {@code
   * loss_mode = vanilla}; TRL {@code importance_sampling_level = "token"}; OpenRLHF {@code
   * policy_loss_type = ppo}.
   */
  CLIP,
  /**
   * The same with the ratio of a whole completion y, s = exp(mean over its tokens of logprob − old
   * logprob): GSPO (arXiv 2507.18071). The slope in a token is that of s, spread over the tokens;
   * where {@link SamplerCorrection} weighs tokens of a completion differently, each has its own
   * weight, as in GSPO-token. verl {@code loss_mode = gspo}; TRL {@code importance_sampling_level =
   * "sequence"}; OpenRLHF {@code actor.policy_loss_type = gspo}.
   */
  GSPO,
  /**
   * −sg(clip(r, 1 − ε_low, 1 + ε_high)) A · logprob, so that no token loses its gradient: CISPO
   * (MiniMax-M1, arXiv 2506.13585), and the truncated importance weight of ScaleRL (2510.13786).
   * verl {@code loss_mode = cispo}; newer TRL {@code loss_type = "cispo"}, where {@code
   * epsilon_high} is 1 + ε_high.
   */
  CISPO
}
