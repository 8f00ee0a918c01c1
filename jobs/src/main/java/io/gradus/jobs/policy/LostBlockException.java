package io.gradus.jobs.policy;

/** Numbers that an executor held are gone with it. */
public final class LostBlockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String LOST = "was lost with the executor that held it";

  /** The loss of a block. */
  public LostBlockException(String block) {
    super("Block " + block + " " + LOST);
  }

  /** Whether a failure of a Spark job tells of such a loss: executors send texts, no causes. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).contains(LOST)) {
        return true;
      }
    }
    return false;
  }
}
