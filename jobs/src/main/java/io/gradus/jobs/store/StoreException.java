package io.gradus.jobs.store;

/**
 * The store cannot do what was asked: a run in other hands, damaged or missing files, another
 * configuration.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
