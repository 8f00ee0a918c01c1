package io.gradus.rewards.extract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands before "=" in prose: "2x = 24" is an equation to solve and gives no value. */
final class LeftSide {
  private static final int LONGEST = 60;

  private static final String SIGNS = " +-−*/^²³×·().=√";

  /** An unknown with a coefficient, or one that something is done to. */
  private static final Pattern TO_SOLVE =
      Pattern.compile(
          ".*√\\s?\\(?[a-z].*|(?:^|.*[^A-Za-z\\d.])\\d+\\s?\\*?\\s?[abknpqrtuvwxyz](?![A-Za-z]).*|(?:.*[^A-Za-z])?[t-z]\\s{0,2}(?:[-−+*/^²³×·]|[t-z]\\s{0,2}$).*|.*[-−+*/×·]\\s{0,2}[t-z]\\s{0,2}");

  private static final Pattern FUNCTION = Pattern.compile("\\s*[A-Za-z]\\([^()]*\\)\\s*");

  private static final Pattern NAME_BEFORE =
      Pattern.compile("(?:^|\\s)([a-zA-Z]|[a-zA-Z]\\([a-z]\\))\\s?$");

  /** A sum or product in which a letter occurs. */
  private static final Pattern EXPRESSION =
      Pattern.compile("(?=[^a-z]{0,30}[a-z](?![a-z]))[\\s\\w+*/^().²³-]{2,80}");

  private LeftSide() {}

  /** Where f(x) of "f(x) = 2x + 1" begins, if an expression in letters ends the text; or -1. */
  static int nameOfExpression(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 0 || !EXPRESSION.matcher(text.substring(equals + 1)).matches()) {
      return -1;
    }
    Matcher name = NAME_BEFORE.matcher(text).region(Math.max(0, equals - 12), equals);
    return name.find() ? name.start(1) : -1;
  }

  /** The left side of the equation that a value ends, where it is one to solve. */
  static Optional<String> toSolve(String text, int value) {
    int end = value;
    while (end > 0 && " $(\\".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (end == 0 || text.charAt(end - 1) != '=') {
      return Optional.empty();
    }
    int start = end - 1;
    while (start > 0 && end - start < LONGEST && isPart(text, start - 1)) {
      start--;
    }
    String side = text.substring(start, end - 1);
    int equals = side.indexOf('=');
    String first = equals < 0 ? side : side.substring(0, equals);
    return TO_SOLVE.matcher(first).matches() && !FUNCTION.matcher(first).matches()
        ? Optional.of(first.strip())
        : Optional.empty();
  }

  /** Whether a sign, a digit or a letter that stands alone is at an offset. */
  private static boolean isPart(String text, int at) {
    char c = text.charAt(at);
    if (!Character.isLetter(c)) {
      return c >= '0' && c <= '9' || SIGNS.indexOf(c) >= 0;
    }
    boolean before = at > 0 && Character.isLetter(text.charAt(at - 1));
    boolean after = at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    boolean product = c >= 't' && c <= 'z';
    return c < 128 && (!before && !after || product && isProduct(text, at));
  }

  /** Whether two unknowns side by side are at an offset: xy. */
  private static boolean isProduct(String text, int at) {
    int from = at;
    int to = at + 1;
    while (from > 0 && Character.isLetter(text.charAt(from - 1))) {
      from--;
    }
    while (to < text.length() && Character.isLetter(text.charAt(to))) {
      to++;
    }
    return to - from == 2 && text.substring(from, to).chars().allMatch(c -> c >= 't' && c <= 'z');
  }
}
