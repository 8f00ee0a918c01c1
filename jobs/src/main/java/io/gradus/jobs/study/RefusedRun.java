package io.gradus.jobs.study;

import java.io.Serial;

/**
 * A run of a study that cannot work, found before anything was made or written. Its cause says what
 * is wrong.
 */
public final class RefusedRun extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String runId;

  RefusedRun(String runId, Exception cause) {
    super("Run " + runId + " cannot work: " + cause.getMessage(), cause);
    this.runId = runId;
  }

  /** Name of the run. */
  public String runId() {
    return runId;
  }
}
