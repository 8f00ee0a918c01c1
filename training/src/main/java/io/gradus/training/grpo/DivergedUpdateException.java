package io.gradus.training.grpo;

/**
 * An update came upon a number that is not finite: a loss, a gradient's norm, or weights. Of what
 * was learnt since the step began nothing may be kept.
 */
public final class DivergedUpdateException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  private final transient UpdateSummary summary;

  DivergedUpdateException(String message, UpdateSummary summary) {
    super(message);
    this.summary = summary;
  }

  /** The update as far as it went; its count of optimiser steps is that of those taken. */
  public UpdateSummary summary() {
    return summary;
  }
}
