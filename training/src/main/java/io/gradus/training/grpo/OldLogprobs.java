package io.gradus.training.grpo;

/** Where the old logprobs of GRPO's ratio come from, those of the policy that a step began with. */
public enum OldLogprobs {
  /**
   * Computed with the arithmetic of the update. The first mini-batch takes those of its own first
   * pass, where they are the new ones (the ratio is 1); later mini-batches need a pass before the
   * update.
   */
  RECOMPUTED,
  /** The sampler's own, which differ by the gap between its arithmetic and the update's. */
  SAMPLER
}
