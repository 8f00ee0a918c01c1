package io.gradus.jobs.gang;

import io.gradus.jobs.policy.LostBlockException;

/**
 * Members of a gang died, or did not end in time: what they held since the last commit is lost, and
 * the run has to resume from there.
 */
public final class LostGangException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 400;

  /** What was lost, when, and where. */
  public LostGangException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether a failure tells that numbers of a gang are gone. */
  public static boolean isCauseOf(Throwable failure) {
    return failure instanceof LostGangException || LostBlockException.isCauseOf(failure);
  }

  /** What a failure says, in one line that is not too long. */
  public static String brief(Throwable failure) {
    String line = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
  }
}
