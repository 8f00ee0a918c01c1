package io.gradus.training.grpo;

import io.gradus.training.grpo.Share.Found;
import io.gradus.training.model.AdamW;

/**
 * Where an update computes: one process, or several that share the work. Gradients add up until a
 * step uses them.
 */
public interface Optimisation {
  /** Adds the gradient of a whole mini-batch. */
  Found accumulate(Share miniBatch);

  /**
   * Takes one AdamW step with the gradient gathered so far and clears it.
   *
   * @return the gradient's L2 norm before clipping
   * @throws ArithmeticException if the norm is not finite; weights are left as they were
   */
  double step(AdamW settings);

  /** Whether every weight is a finite number. */
  boolean isFinite();
}
