package io.gradus.training.grpo;

/**
 * Estimates of KL(policy ‖ reference) from one token that the policy drew, with q = reference
 * logprob − logprob (Schulman, "Approximating KL divergence", 2020).
 */
public enum KlEstimator {
  /** −q: unbiased, of either sign. verl {@code kl}, OpenRLHF {@code k1}. */
  K1,
  /**
   * q² / 2: its gradient is that of the divergence, its value is biased. verl {@code mse}, OpenRLHF
   * {@code k2}.
   */
  K2,
  /**
   * exp(q) − q − 1: unbiased and never negative; GRPO's choice. verl {@code low_var_kl}, OpenRLHF
   * {@code k3}, TRL's only one.
   */
  K3;

  /** The estimate from one token, in nats. */
  public double of(double logprob, double reference) {
    double q = reference - logprob;
    return switch (this) {
      case K1 -> -q;
      case K2 -> q * q / 2;
      case K3 -> Math.exp(q) - q - 1;
    };
  }
}
