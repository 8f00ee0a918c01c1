package io.gradus.jobs.train;

/** A run's step diverged; the step has been recorded, and the run has ended. */
public final class DivergedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedRunException(String message) {
    super(message);
  }
}
