package io.gradus.rewards.extract;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Cleans the text of an answer and tells answers from prose. */
final class Tidy {
  private static final String AROUND = " \t\n\r\f\u00a0*\"'`∎■□✓✔✅☑";
  private static final int LONGEST_ANSWER = 1_000;
  private static final Pattern TEXT_COMMAND =
      Pattern.compile(
          "\\\\(?:text|mbox|hbox|textbf|textit|textrm|textnormal|mathrm|mathbf|mathbb|operatorname|begin|end|boxed)\\s{0,5}\\{[^{}]{0,200}}");
  private static final Pattern COMMAND = Pattern.compile("\\\\[a-zA-Z]{1,30}");
  private static final Pattern CONNECTIVE =
      Pattern.compile("(?<=[0-9})])(?:or|and)(?=[A-Za-z](?![A-Za-z]))");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}");
  private static final Set<String> MATHEMATICAL_WORDS =
      Set.of(
          "and",
          "or",
          "sqrt",
          "pi",
          "sin",
          "cos",
          "tan",
          "ln",
          "log",
          "exp",
          "infinity",
          "cm",
          "mm",
          "km",
          "kg",
          "mph",
          "pm",
          "am",
          "percent");

  private Tidy() {}

  /** Without Markdown emphasis, quotes and closing punctuation around it. */
  static String text(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && (AROUND.indexOf(text.charAt(start)) >= 0 || text.charAt(start) == ':')) {
      start++;
    }
    while (end > start && isNeedlessAtEnd(text, start, end)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isNeedlessAtEnd(String text, int start, int end) {
    char c = text.charAt(end - 1);
    boolean escaped = end - 2 >= start && text.charAt(end - 2) == '\\';
    if (c == '.' && end - start > 6 && text.startsWith("\\right", end - 7)) {
      return false; // the end of a system
    }
    if (c == '\'') {
      return false; // a prime: f'
    }
    return AROUND.indexOf(c) >= 0 && !escaped
        || c == '='
            && (text.charAt(Math.max(start, end - 2)) == '='
                || end < text.length() && text.charAt(end) == '=')
        || c == '-' && end - 2 >= start && text.charAt(end - 2) == '-'
        || (c == '.' || c == ',' || c == ';' || c == ':') && !escaped;
  }

  /** Removes $…$ and the like around parts of an answer. */
  static String withoutDelimiters(String text) {
    List<MathSpans.Span> spans = MathSpans.find(text);
    if (spans.isEmpty()) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    int at = 0;
    for (MathSpans.Span s : spans) {
      plain.append(text, at, s.start()).append(' ').append(text(s.content())).append(' ');
      at = s.end();
    }
    return text(plain.append(text.substring(at)).toString());
  }

  /** Whether a text is nothing but an answer: mathematics or a single letter, no prose. */
  static boolean isBare(String text) {
    if (text.isEmpty() || text.length() > LONGEST_ANSWER || text.indexOf('\n') >= 0) {
      return false;
    }
    String rest = COMMAND.matcher(TEXT_COMMAND.matcher(text).replaceAll(" ")).replaceAll(" ");
    if (rest.contains("or") || rest.contains("and")) {
      rest = CONNECTIVE.matcher(rest).replaceAll(" "); // x=1orx=2
    }
    boolean prose =
        WORD.matcher(rest)
            .results()
            .anyMatch(w -> !MATHEMATICAL_WORDS.contains(w.group()) && w.group().length() > 1);
    boolean mathematics = text.chars().anyMatch(c -> c >= '0' && c <= '9' || c == '\\');
    boolean letter = text.length() <= 3 && text.chars().filter(Character::isLetter).count() == 1;
    return !prose && (mathematics || letter);
  }
}
