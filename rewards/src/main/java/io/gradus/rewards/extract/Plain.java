package io.gradus.rewards.extract;

import java.util.regex.Pattern;

/** Prose as it is read: without Markdown emphasis, HTML and other spellings of signs. */
final class Plain {
  private static final Pattern EMPHASIS =
      Pattern.compile(
          "(?=[*_`<])(?:(?<![\\w)\\]}])\\*{2,3}|\\*{2,3}(?![\\w(\\\\])|__(?=\\S)|(?<=\\S)__|(?<![\\w)}\\]*^\\\\])\\*(?=[^\\s*])|(?<=[^\\s*\\\\(])\\*(?![\\w(*\\\\{])|`|</?(?:b|i|em|strong|u)>)");
  private static final Pattern QUOTE = Pattern.compile("(?m)^> (?=[^\\s\\d-])");
  private static final String DASHES = "‐‑‒–﹣－⁃";

  private Plain() {}

  /** The same text with dashes before digits as minus signs and without emphasis. */
  static String text(String text) {
    String plain = text.startsWith(">") ? QUOTE.matcher(text).replaceAll("") : text;
    if (plain.indexOf('*') >= 0
        || plain.indexOf('`') >= 0
        || plain.indexOf('_') >= 0
        || plain.indexOf('<') >= 0) {
      plain = EMPHASIS.matcher(plain).replaceAll("");
    }
    return signs(plain);
  }

  /** The same text with dashes before values as minus signs, and full-width punctuation plain. */
  static String signs(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '\u007f') {
        char plain =
            DASHES.indexOf(c) >= 0
                ? signOrRange(text, i)
                : c == '：'
                    ? ':'
                    : c == '。' ? '.' : c == '，' ? ',' : c == '（' ? '(' : c == '）' ? ')' : c;
        if (plain != c) {
          changed = changed == null ? new StringBuilder(text) : changed;
          changed.setCharAt(i, plain);
        }
      }
    }
    return changed == null ? text : changed.toString();
  }

  private static char signOrRange(String text, int at) {
    boolean value = at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1));
    return value ? '-' : text.charAt(at);
  }
}
