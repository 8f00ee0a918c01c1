package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.List;

/**
 * One lexical unit.
 *
 * @param text the characters that matter: a number's digits, a word, a command without its
 *     backslash, the content of a text command, a symbol
 * @param start offset of the first character
 * @param end offset after the last character
 * @param spaced whether white space stands before it
 * @param number its value when it is a number
 * @param commaParts the numbers between plain commas when commas were read as thousands separators
 */
record Token(
    Type type,
    String text,
    int start,
    int end,
    boolean spaced,
    Number number,
    List<String> commaParts) {

  /** The kinds of token. */
  enum Type {
    NUMBER,
    WORD,
    COMMAND,
    TEXT,
    SYMBOL,
    END
  }

  /** A value as written; decimals as in {@link Expr.Num}. */
  record Number(Rational value, int decimals) {
    static final Number NONE = new Number(Rational.ZERO, Expr.Num.EXACT);
  }

  static Token of(Type type, String text, int start, int end, boolean spaced) {
    return new Token(type, text, start, end, spaced, Number.NONE, List.of());
  }

  boolean is(String symbol) {
    return type == Type.SYMBOL && text.equals(symbol);
  }

  boolean isCommand(String name) {
    return type == Type.COMMAND && text.equals(name);
  }

  boolean isWord(String word) {
    return type == Type.WORD && text.equals(word);
  }
}
