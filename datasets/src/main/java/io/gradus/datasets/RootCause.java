package io.gradus.datasets;

/** What lies at the bottom of a failure, which Spark wraps several times. */
public final class RootCause {
  private RootCause() {}

  /** The first line of the innermost message. */
  public static String message(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }
}
