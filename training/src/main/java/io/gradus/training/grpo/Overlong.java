package io.gradus.training.grpo;

/** What becomes of completions that the length limit cut off. */
public enum Overlong {
  /** They are learnt from like the others. */
  KEEP,
  /**
   * They count in advantages and are left out of the loss and its means: overlong filtering of DAPO
   * (arXiv 2503.14476). TRL {@code mask_truncated_completions}.
   */
  MASK
}
