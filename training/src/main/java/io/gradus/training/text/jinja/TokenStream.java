package io.gradus.training.text.jinja;

import io.gradus.training.text.jinja.Token.Kind;
import java.util.List;

/** Reads tokens one by one; its errors say what was expected, what was found and in which line. */
final class TokenStream {
  private final List<Token> tokens;
  private int position;

  TokenStream(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  Token current() {
    return tokens.get(position);
  }

  Token following() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = current();
    position = Math.min(position + 1, tokens.size() - 1);
    return token;
  }

  /** How many tokens have been read. */
  int position() {
    return position;
  }

  /** Whether a name stands among the tokens read since a position. */
  boolean readSince(int begin, String name) {
    return tokens.subList(begin, position).stream().anyMatch(token -> token.isName(name));
  }

  boolean skipName(String name) {
    boolean found = current().isName(name);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipOperator(String operator) {
    boolean found = current().isOperator(operator);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(Kind kind, String expected) {
    if (current().kind() != kind) {
      throw unexpected(expected);
    }
    return next();
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw unexpected("'" + operator + "'");
    }
  }

  String expectName() {
    return expect(Kind.NAME, "a name").text();
  }

  JinjaException unexpected(String expected) {
    return new JinjaException("expected " + expected + ", found " + current().shown())
        .at(current().line());
  }
}
