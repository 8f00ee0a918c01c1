package io.gradus.rewards.parse;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value stated twice, the second time in brackets: "1/2 (0.5)", "90 minutes (1.5 hours)", "12 π
 * (about 37.7)". Both are kept; whether they agree is not decided here.
 */
final class Restated {
  private static final Pattern LEAD =
      Pattern.compile(
          "\\s{0,3}\\\\text\\s?\\{\\s{0,3}(?:(or about|about|approximately|approx\\.?|roughly)|i\\.?e\\.?,?|that is,?|or)\\s{0,3}\\}\\s{0,3}|\\s{0,3}(?:(or"
              + " about|about|approximately|approx\\.?|roughly|≈|\\\\approx)|i\\.?e\\.?,?|that"
              + " is,?|or|=)?\\s{0,3}(?:\\}\\s{0,3})?");
  private static final Pattern TAIL = Pattern.compile("\\s{0,3}(?:\\\\text\\{\\s{0,3})?$");

  private static final Pattern FORMULA =
      Pattern.compile(
          "\\\\(?:i{1,3}nt|oint|sum|prod|lim|sup|inf|max|min|oiint)(?![a-zA-Z])[^<>≤≥≠]{1,300}");
  private static final Pattern VALUE =
      Pattern.compile(
          "\\s{0,3}-?(?:[\\d.,]{1,40}|\\\\[dt]?frac\\s?\\{[^{}=]{1,40}\\}\\s?\\{[^{}=]{1,40}\\}|\\\\?(?:pi|infty|π|∞)|[\\d.]{0,20}\\s?(?:\\\\pi|\\\\sqrt\\s?\\{?\\d{1,10}\\}?))\\s{0,3}");

  private Restated() {}

  /** The reading as a value with its restatement; nothing when there is none. */
  static Optional<Expr> read(String text, AnswerParser.Role role) {
    boolean inText = text.endsWith(")}");
    if (!text.endsWith(")") && !inText || role == AnswerParser.Role.GOLD) {
      return Optional.empty();
    }
    int close = text.length() - (inText ? 2 : 1);
    int open = openingBracket(text, close);
    if (open < 2 || !isSpaced(text, open)) {
      return Optional.empty();
    }
    boolean textCommand = inText && text.lastIndexOf("\\text{", close) > open;
    String inside =
        text.substring(open + 1, textCommand ? text.lastIndexOf("\\text{", close) : close);
    Matcher lead = LEAD.matcher(inside);
    boolean about = lead.lookingAt() && (lead.group(1) != null || lead.group(2) != null);
    String second = lead.lookingAt() ? inside.substring(lead.end()) : inside;
    String first = first(text.substring(0, open));
    if (first.isEmpty() || second.isBlank() || second.indexOf('(') >= 0) {
      return Optional.empty();
    }
    try {
      Expr a = AnswerParser.parse(first, role);
      if (io.gradus.rewards.units.CountedNouns.isNoun(inside.replaceAll("[\\s}]+$", ""))) {
        return Optional.of(a); // 36 (positive integers)
      }
      Expr b = AnswerParser.parse(second, role);
      if (about) {
        return Optional.of(new Expr.Relation(List.of(a, b), List.of(Expr.Relation.Op.APPROX)));
      }
      boolean condition =
          b instanceof Expr.Relation r
              && r.ops().stream()
                  .anyMatch(op -> op != Expr.Relation.Op.EQ && op != Expr.Relation.Op.APPROX);
      return Optional.of(
          new Expr.ListOf(List.of(a, b), condition ? Expr.ListOf.Join.COMMA : Expr.ListOf.Join.OR));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The number after the last "=" of an integral, a sum without bounds and the like. */
  static Optional<String> ofFormula(String text) {
    Matcher m = FORMULA.matcher(text);
    int equals = text.lastIndexOf('=');
    return m.lookingAt() && equals > 0 && VALUE.matcher(text.substring(equals + 1)).matches()
        ? Optional.of(text.substring(equals + 1))
        : Optional.empty();
  }

  private static String first(String before) {
    String head = TAIL.matcher(before).replaceFirst("").strip();
    while (head.endsWith("\\")
        || head.endsWith("~")
        || head.endsWith(",") && head.endsWith("\\,")) {
      head = head.substring(0, head.length() - (head.endsWith("\\,") ? 2 : 1)).strip();
    }
    int open = head.lastIndexOf("\\text{");
    boolean unclosed = open >= 0 && head.indexOf('}', open) < 0;
    return unclosed ? head + "}" : head;
  }

  private static boolean isSpaced(String text, int open) {
    char before = text.charAt(open - 1);
    return before == ' ' || before == '{' || before == '~' || text.startsWith("\\,", open - 2);
  }

  private static int openingBracket(String text, int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
