package io.gradus.datasets.importing;

/** A row cannot become a problem; the message says what was found and what was expected. */
final class RejectedRowException extends Exception {

  private static final long serialVersionUID = 1L;

  RejectedRowException(String message) {
    super(message);
  }
}
