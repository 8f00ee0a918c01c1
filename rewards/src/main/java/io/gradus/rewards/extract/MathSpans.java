package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;

/** The delimited mathematics of a text: $…$, $$…$$, \(…\), \[…\]. */
final class MathSpans {
  /**
   * One span.
   *
   * @param content what stands between the delimiters
   * @param start offset of the opening delimiter
   * @param end offset after the closing delimiter
   */
  record Span(String content, int start, int end) {}

  private MathSpans() {}

  /**
   * The spans in order. Inline mathematics does not run over a line break: a delimiter whose
   * partner is on another line opens nothing.
   */
  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char d = text.charAt(i + 1);
        if (d == '(' || d == '[') {
          boolean inline = d == '(';
          int close = close(text, i + 2, inline ? "\\)" : "\\]", inline);
          if (close >= 0) {
            spans.add(new Span(text.substring(i + 2, close), i, close + 2));
            i = close + 2;
            continue;
          }
        }
        i += 2;
      } else if (c == '$') {
        boolean display = text.startsWith("$$", i);
        int width = display ? 2 : 1;
        int close = close(text, i + width, display ? "$$" : "$", !display);
        if (close > i + width && !(width == 1 && isMoney(text, i, close))) {
          spans.add(new Span(text.substring(i + width, close), i, close + width));
          i = close + width;
        } else {
          i += width;
        }
      } else {
        i++;
      }
    }
    return spans;
  }

  /** "$5 and pays $3": a sign before a number whose partner stands before another number. */
  private static boolean isMoney(String text, int open, int close) {
    boolean amount = open + 1 < text.length() && Character.isDigit(text.charAt(open + 1));
    boolean next = close + 1 < text.length() && Character.isDigit(text.charAt(close + 1));
    return amount
        && next
        && text.substring(open, close).matches("(?s).*[A-Za-z]{2,}.*")
        && !text.substring(open, close).contains("\\");
  }

  private static int close(String text, int from, String delimiter, boolean inline) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.startsWith(delimiter, i)) {
        return i;
      }
      if (inline && c == '\n') {
        return -1;
      }
      if (c == '\\') {
        i++;
      }
    }
    return -1;
  }
}
