package io.gradus.rewards.parse;

/** The token stream with one token of look-ahead, and the limits on nesting and size. */
final class Cursor {
  private final Lexer lexer;
  private Token current;
  private int delimiters;
  private int depth;
  private int nodes;
  private boolean closed;

  Cursor(String text) throws ParseException {
    lexer = new Lexer(text);
    current = lexer.next(false);
  }

  Token peek() {
    return current;
  }

  Token take() throws ParseException {
    Token taken = current;
    closed = taken.is(")") || taken.isCommand("rparen");
    current = lexer.next(delimiters > 0);
    if (++nodes > Limits.NODES) {
      throw new ParseException("more than " + Limits.NODES + " parts", taken.start());
    }
    return taken;
  }

  boolean takeIf(String symbol) throws ParseException {
    if (!current.is(symbol)) {
      return false;
    }
    take();
    return true;
  }

  boolean takeIfCommand(String name) throws ParseException {
    if (!current.isCommand(name)) {
      return false;
    }
    take();
    return true;
  }

  /** Reads again from an offset. */
  void reset(int position) throws ParseException {
    lexer.reset(position);
    current = lexer.next(delimiters > 0);
  }

  /** How deep the reading is, to be put back when an attempt failed. */
  record State(int position, int delimiters, int depth) {}

  State state() {
    return new State(current.start(), delimiters, depth);
  }

  void restore(State state) throws ParseException {
    delimiters = state.delimiters();
    depth = state.depth();
    reset(state.position());
  }

  /** Whether the reading is inside brackets. */
  boolean isDelimited() {
    return delimiters > 0;
  }

  /** Whether a closing parenthesis stands right before the current token. */
  boolean endsWithBracket() {
    return closed;
  }

  /** The token after the current one. */
  Token second() throws ParseException {
    lexer.reset(current.end());
    Token second = current.type() == Token.Type.END ? current : lexer.next(delimiters > 0);
    lexer.reset(current.end());
    return second;
  }

  /** Offset of the brace that closes the one at an offset. */
  int closingBrace(int open) throws ParseException {
    return lexer.closingBrace(open);
  }

  /** Commas separate items until {@link #closeDelimiter}; call before taking the opening one. */
  void openDelimiter() {
    delimiters++;
  }

  /** Call before taking the closing delimiter. */
  void closeDelimiter() {
    delimiters--;
  }

  /** Enters a nested construct; every call needs a {@link #leave}. */
  void enter() throws ParseException {
    if (++depth > Limits.NESTING) {
      throw new ParseException("nested more than " + Limits.NESTING + " deep", current.start());
    }
  }

  void leave() {
    depth--;
  }

  ParseException error(String message) {
    return new ParseException(message, current.start());
  }

  void expect(String symbol, String what) throws ParseException {
    if (!takeIf(symbol)) {
      throw error("expected " + symbol + " " + what + ", found " + describe());
    }
  }

  String describe() {
    return current.type() == Token.Type.END ? "the end" : "'" + current.text() + "'";
  }
}
