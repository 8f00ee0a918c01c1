package io.gradus.rewards.parse;

/** The text is not an answer that can be understood; says why and where. Carries no stack trace. */
public final class ParseException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * An error at a position.
   *
   * @param position offset of the offending character in the text given to the parser
   */
  public ParseException(String message, int position) {
    super(message + " at position " + position, null, false, false);
  }
}
