package io.gradus.rewards.extract;

import java.util.regex.Pattern;

/**
 * Whether a box stands within a larger term, so that it holds a part of a number only: under a
 * root, in a fraction or an exponent, after a function or a factor, before a factor.
 */
final class BoxInside {
  /** What an argument in braces stands after. */
  private static final Pattern OPERATION =
      Pattern.compile(
          "(?:\\\\(?:sqrt(?:\\s?\\[[^\\[\\]]{0,9}\\])?|[dtc]?frac|[dt]?binom|sin|cos|tan|ln|log|exp)|\\^)\\s{0,2}$");

  private static final Pattern TWO_ARGUMENTS =
      Pattern.compile("\\\\(?:[dtc]?frac|[dt]?binom)\\s?$");

  private static final Pattern FUNCTION =
      Pattern.compile(
          "\\\\(?:arc)?(?:sinh?|cosh?|tanh?|cot|sec|csc|ln|log|lg|exp|gcd|lcm)(?:\\s?\\^\\s?\\{?-?\\d{1,2}\\}?)?(?:\\s?_\\s?\\{?\\w{1,3}\\}?)?\\s{0,2}(?:\\\\left)?[({]?\\s{0,2}$");

  private static final Pattern COEFFICIENT =
      Pattern.compile("(?:^|[=\\s$({+-])\\d{1,9}(?:\\.\\d{1,9})?$");

  private static final Pattern FACTOR =
      Pattern.compile(
          "\\s?\\\\(?:pi|sqrt|[dt]?frac|ln|log|sin|cos|tan|[dt]?binom|theta)(?![a-z]).*|[inxyz](?![A-Za-z]).*",
          Pattern.DOTALL);

  private BoxInside() {}

  /**
   * Whether a box is an operand of something around it.
   *
   * @param before the sentence up to the box
   * @param after what follows the box
   */
  static boolean isOperand(String before, String after) {
    if (!after.isEmpty() && (isFactor(after) || before.endsWith("{") && isInside(before))) {
      return true;
    }
    if (before.isEmpty()) {
      return false;
    }
    char last = before.charAt(before.length() - 1);
    boolean coefficient = last >= '0' && last <= '9' && COEFFICIENT.matcher(before).find();
    boolean fraction = last == '}' && isSecondArgument(before);
    boolean function = before.indexOf('\\') >= 0 && FUNCTION.matcher(before).find();
    return coefficient || fraction || function || last == '^' || isInside(before);
  }

  private static boolean isFactor(String after) {
    char first = after.charAt(0);
    boolean may = first == '\\' || first == ' ' || Character.isLetter(first);
    return may && FACTOR.matcher(after).matches();
  }

  /** Whether one of the braces that are open at the end holds an operand. */
  private static boolean isInside(String before) {
    int depth = 0;
    for (int i = before.length() - 1; i >= 0; i--) {
      char c = before.charAt(i);
      boolean escaped = i > 0 && before.charAt(i - 1) == '\\';
      if (c == '}' && !escaped) {
        depth++;
      } else if (c == '{' && !escaped && --depth < 0) {
        String head = before.substring(0, i);
        if (OPERATION.matcher(head).find() || isSecondArgument(head)) {
          return true;
        }
        depth = 0;
      }
    }
    return false;
  }

  /** Whether a fraction's first argument, or a whole fraction, ends a text. */
  private static boolean isSecondArgument(String before) {
    String head = before.stripTrailing();
    for (int arguments = 0; arguments < 2 && head.endsWith("}"); arguments++) {
      int depth = 0;
      int open = head.length() - 1;
      for (; open >= 0; open--) {
        char c = head.charAt(open);
        depth += c == '}' ? 1 : c == '{' ? -1 : 0;
        if (depth == 0) {
          break;
        }
      }
      head = head.substring(0, Math.max(0, open));
      if (TWO_ARGUMENTS.matcher(head).find()) {
        return true;
      }
    }
    return false;
  }
}
