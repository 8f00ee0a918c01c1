package io.gradus.training.text.jinja;

/** A template that cannot be parsed or rendered; the message gives the line where one is known. */
public final class JinjaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final boolean located;

  JinjaException(String message) {
    this(message, false);
  }

  private JinjaException(String message, boolean located) {
    super(message);
    this.located = located;
  }

  /** The same error with the line put in front, unless it has one. */
  JinjaException at(int line) {
    if (located) {
      return this;
    }
    JinjaException exception = new JinjaException("line " + line + ": " + getMessage(), true);
    exception.setStackTrace(getStackTrace());
    return exception;
  }
}
