package io.gradus.jobs.store;

/**
 * The store cannot do what was asked: a run in other hands, damaged or missing files, another
 * configuration.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean otherHands;

  public StoreException(String message) {
    super(message);
    this.otherHands = false;
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
    this.otherHands = false;
  }

  private StoreException(boolean otherHands, String message) {
    super(message);
    this.otherHands = otherHands;
  }

  /** The error for a run that another process has. */
  static StoreException inOtherHands(String message) {
    return new StoreException(true, message);
  }

  /** Whether nothing is wrong but that another process has the run. */
  public boolean isInOtherHands() {
    return otherHands;
  }
}
