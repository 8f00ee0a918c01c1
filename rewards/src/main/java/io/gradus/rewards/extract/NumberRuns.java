package io.gradus.rewards.extract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in prose: the last one, with what belongs to it. */
final class NumberRuns {
  private static final String NUMBER =
      "(?:\\d{1,3}(?:[ ,]\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?|\\.\\d+)";
  private static final Pattern RUN =
      Pattern.compile(
          "(?<![A-Za-z0-9_.,])[-−]?[$€£]?(?:\\d{1,9} \\d{1,9}/\\d{1,9}|"
              + NUMBER
              + ")(?:\\s*(?:[-+*/^×÷]|\\bor\\b|\\band\\b)\\s*[-$(]?"
              + NUMBER
              + "\\)?){0,40}(?:\\s*(?:%|percent(?:age)?\\b|pct\\b))?");

  private NumberRuns() {}

  /** The last number outside questions; joined with what "or", "and" or an operator ties to it. */
  static Optional<Fallback.Located> last(String text) {
    Matcher m = RUN.matcher(text);
    Optional<Fallback.Located> last = Optional.empty();
    while (m.find()) {
      if (!endsInQuestion(text, m.end())) {
        last = Optional.of(new Fallback.Located(m.group(), m.end()));
      }
    }
    return last;
  }

  /** Whether the sentence around an offset ends with a question mark. */
  private static boolean endsInQuestion(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?') {
        return true;
      }
      boolean stop =
          c == '.' && (i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1)));
      if (c == '\n' || c == '!' || stop) {
        return false;
      }
    }
    return false;
  }
}
