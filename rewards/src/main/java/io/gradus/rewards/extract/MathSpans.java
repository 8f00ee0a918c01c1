package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;

/** The delimited mathematics of a text: $…$, $$…$$, \(…\), \[…\]. Reads the text once. */
final class MathSpans {
  /**
   * One span.
   *
   * @param content what stands between the delimiters
   * @param start offset of the opening delimiter
   * @param end offset after the closing delimiter
   */
  record Span(String content, int start, int end) {}

  private final String text;
  private final Next lineEnd;
  private final Next dollar;
  private final Next display;
  private final Next round;
  private final Next square;

  private MathSpans(String text) {
    this.text = text;
    lineEnd = new Next("\n");
    dollar = new Next("$");
    display = new Next("$$");
    round = new Next("\\)");
    square = new Next("\\]");
  }

  /** The next occurrence of a delimiter; remembers it, so that a whole pass stays linear. */
  private final class Next {
    private final String delimiter;
    private int known = -1;

    Next(String delimiter) {
      this.delimiter = delimiter;
    }

    int from(int at) {
      if (known < at) {
        known = at;
        while ((known = text.indexOf(delimiter, known)) >= 0 && isEscaped(known)) {
          known++;
        }
        known = known < 0 ? Integer.MAX_VALUE : known;
      }
      return known;
    }

    private boolean isEscaped(int at) {
      return at > 0 && text.charAt(at - 1) == '\\' && !(at > 1 && text.charAt(at - 2) == '\\');
    }
  }

  /**
   * The spans in order. Inline mathematics does not run over a line break: a delimiter whose
   * partner is on another line opens nothing.
   */
  static List<Span> find(String text) {
    return new MathSpans(text).find();
  }

  private List<Span> find() {
    List<Span> spans = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int width = 0;
      int close = Integer.MAX_VALUE;
      if (text.startsWith("\\(", i)) {
        width = 2;
        close = inline(round.from(i + 2), i + 2);
      } else if (text.startsWith("\\[", i)) {
        width = 2;
        close = square.from(i + 2);
      } else if (text.startsWith("$$", i)) {
        width = 2;
        close = display.from(i + 2);
      } else if (c == '$') {
        width = 1;
        close = inline(dollar.from(i + 1), i + 1);
        close = close < Integer.MAX_VALUE && isMoney(i, close) ? Integer.MAX_VALUE : close;
      } else if (c == '\\') {
        i += 2;
        continue;
      }
      if (close < Integer.MAX_VALUE && close > i + width) {
        spans.add(new Span(text.substring(i + width, close), i, close + width));
        i = close + width;
      } else {
        i += Math.max(1, width);
      }
    }
    return spans;
  }

  private int inline(int close, int from) {
    return lineEnd.from(from) < close ? Integer.MAX_VALUE : close;
  }

  /** "$5 and pays $3": a sign before a number whose partner stands before another number. */
  private boolean isMoney(int open, int close) {
    if (!isDigit(open + 1) || !isDigit(close + 1) || close - open > 400) {
      return false;
    }
    if (endsInOperator(close)) {
      return true; // $6 × 7 = $42: what would be mathematics ends with an operator
    }
    int letters = 0;
    boolean word = false;
    for (int i = open; i < close; i++) {
      if (text.charAt(i) == '\\') {
        return false;
      }
      letters = Character.isLetter(text.charAt(i)) ? letters + 1 : 0;
      word |= letters >= 2;
    }
    return word;
  }

  private boolean endsInOperator(int close) {
    int last = close - 1;
    while (last > 0 && " *_".indexOf(text.charAt(last)) >= 0) {
      last--;
    }
    return "=+-−–×÷/·≈(".indexOf(text.charAt(last)) >= 0 && text.charAt(last - 1) != '\\';
  }

  private boolean isDigit(int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }
}
