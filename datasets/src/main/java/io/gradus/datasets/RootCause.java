package io.gradus.datasets;

/** What lies at the bottom of a failure, which Spark wraps several times. */
public final class RootCause {
  private RootCause() {}

  /**
   * An error about the user's input that ends with the innermost message. The failure is kept
   * beside it, not as its cause, whose messages would be shown as well.
   *
   * @param found what was wrong with which input
   */
  public static IllegalArgumentException refusal(String found, Throwable failure) {
    IllegalArgumentException refusal =
        new IllegalArgumentException(found + ": " + message(failure));
    refusal.addSuppressed(failure);
    return refusal;
  }

  /** The first line of the innermost message. */
  static String message(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }
}
