package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one number: digits with thousands separators (comma, {,}, thin or plain space), a decimal
 * part (also 1.000,5), a repeating part (0.\overline{3}, 0.333…), an exponent (1.5e-3).
 */
final class NumberScanner {
  private static final String[] SEPARATORS = {
    "{,}",
    "{, }",
    "{,\\!}",
    "{\\,}",
    ",\\!",
    ",\\,",
    "\\,",
    "\\;",
    "\\:",
    "\\ ",
    "\\!",
    "\\thinspace",
    "\\medspace",
    "\\thickspace",
    "\\text{,}",
    "\\mathrm{,}",
    "'",
    "\u2019",
    "~",
    "\u00a0",
    "\u2009",
    "\u202f"
  };

  private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");

  /** 0.1\dot{6}, and 0.\dot{1}42857\dot{7} with dots over the first and last digit. */
  private static final Pattern DOTTED =
      Pattern.compile("\\\\dot\\s?(?:\\{\\d\\}|\\d)(?:\\d{0,20}\\\\dot\\s?(?:\\{\\d\\}|\\d))?");

  private final String text;
  private final boolean commasSeparateItems;
  private final int start;
  private int pos;

  private NumberScanner(String text, int start, boolean commasSeparateItems) {
    this.text = text;
    this.start = start;
    this.pos = start;
    this.commasSeparateItems = commasSeparateItems;
  }

  static boolean startsAt(String text, int at) {
    return isDigit(text, at) || (text.charAt(at) == '.' && isDigit(text, at + 1));
  }

  /**
   * The number that starts at an offset.
   *
   * @param commasSeparateItems whether a plain comma is never a thousands separator here
   */
  static Token scan(String text, int start, boolean spaced, boolean commasSeparateItems)
      throws ParseException {
    return new NumberScanner(text, start, commasSeparateItems).scan(spaced);
  }

  private Token scan(boolean spaced) throws ParseException {
    StringBuilder digits = new StringBuilder(digits());
    List<String> commaParts = new ArrayList<>(List.of(digits.toString()));
    boolean plainCommas = false;
    boolean grouped = false;
    if (digits.length() >= 1 && digits.length() <= 3) {
      for (int length = separator(grouped); length > 0; length = separator(grouped)) {
        plainCommas |= length == 1 && text.charAt(pos) == ',';
        pos += length;
        while (pos < text.length() && text.charAt(pos) == ' ') {
          pos++;
        }
        String group = digits();
        digits.append(group);
        commaParts.add(group);
        grouped = true;
      }
    }
    if (!grouped && isEuropean()) {
      return european(digits, spaced);
    }
    int decimals = Expr.Num.EXACT;
    if (at('.') && (isDigit(text, pos + 1) || repeatingAt(pos + 1) > 0)) {
      pos++;
      StringBuilder fraction = new StringBuilder(digits());
      for (int length = gap(fraction); length > 0; length = gap(fraction)) {
        pos += length;
        fraction.append(digits());
      }
      digits.append(fraction);
      decimals = fraction.length();
    }
    check(digits.length());
    Rational value =
        Rational.of(new BigDecimal(new BigInteger("0" + digits), Math.max(decimals, 0)));
    if (decimals >= 0) {
      Token repeating = repeating(value, digits.toString(), decimals, spaced);
      if (repeating.type() == Token.Type.NUMBER) {
        return repeating;
      }
    }
    Token.Number number = exponent(new Token.Number(value, decimals));
    return new Token(
        Token.Type.NUMBER,
        text.substring(start, pos),
        start,
        pos,
        spaced,
        number,
        plainCommas && decimals < 0 && areNumbers(commaParts)
            ? List.copyOf(commaParts)
            : List.of());
  }

  /** 1,000 is never the list of 1 and 000. */
  private static boolean areNumbers(List<String> parts) {
    return parts.stream().noneMatch(p -> p.length() > 1 && p.startsWith("0"));
  }

  private String digits() {
    int from = pos;
    while (isDigit(text, pos)) {
      pos++;
    }
    return text.substring(from, pos);
  }

  /** Length of a thousands separator here that exactly three digits follow; 0 for none. */
  private int separator(boolean grouped) {
    int from = pos;
    while (from < text.length() && text.charAt(from) == ' ') {
      from++;
    }
    for (String s : SEPARATORS) {
      boolean list = commasSeparateItems && s.equals(",\\,"); // (40,\, 500)
      if (!list && text.startsWith(s, from) && (from == pos || s.startsWith("{"))) {
        int at = from + s.length();
        while (at < text.length() && text.charAt(at) == ' ') {
          at++;
        }
        boolean mixed = s.equals("\\ ") && !grouped && fractionFollows(at + 3);
        return isGroup(at) && !mixed && text.charAt(start) != '0' ? at - pos : 0;
      }
    }
    boolean comma = at(',') && !commasSeparateItems && text.charAt(start) != '0';
    boolean space = at(' ') && text.charAt(start) != '0' && (grouped || !fractionFollows(pos + 4));
    return (comma || space) && isGroup(pos + 1) ? 1 : 0;
  }

  /** Length of a thin space between groups of three decimals: 3.141\,59. */
  private int gap(CharSequence fraction) {
    boolean thin = text.startsWith("\\,", pos) || text.startsWith("\u2009", pos);
    int length = text.startsWith("\\,", pos) ? 2 : 1;
    return thin
            && fraction.length() > 0
            && fraction.length() % 3 == 0
            && isDigit(text, pos + length)
        ? length
        : 0;
  }

  private boolean fractionFollows(int at) {
    int i = at;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i < text.length() && text.charAt(i) == '/';
  }

  private boolean isGroup(int at) {
    return isDigit(text, at)
        && isDigit(text, at + 1)
        && isDigit(text, at + 2)
        && !isDigit(text, at + 3);
  }

  /** Whether here is .ddd,d as in 1.000,5. */
  private boolean isEuropean() {
    int at = pos;
    if (commasSeparateItems || pos - start > 3 || pos == start || text.charAt(start) == '0') {
      return false;
    }
    while (at < text.length() && text.charAt(at) == '.' && isGroup(at + 1)) {
      at += 4;
    }
    boolean comma = at < text.length() && text.charAt(at) == ',' && isDigit(text, at + 1);
    boolean groups =
        at > pos + 4 && !(at < text.length() && ".0123456789".indexOf(text.charAt(at)) >= 0);
    return at > pos && (comma || groups); // 1.234,5 or 1.234.567
  }

  private Token european(StringBuilder digits, boolean spaced) throws ParseException {
    while (at('.')) {
      pos++;
      digits.append(digits());
    }
    boolean comma = at(',') && isDigit(text, pos + 1);
    pos += comma ? 1 : 0;
    String fraction = comma ? digits() : "";
    digits.append(fraction);
    check(digits.length());
    Rational value =
        Rational.of(new BigDecimal(new BigInteger(digits.toString()), fraction.length()));
    return new Token(
        Token.Type.NUMBER,
        text.substring(start, pos),
        start,
        pos,
        spaced,
        new Token.Number(value, comma ? fraction.length() : Expr.Num.EXACT),
        List.of());
  }

  /** Length of \overline{ddd}, \dot{d} or, right after the point, (ddd) at an offset; or 0. */
  private int repeatingAt(int at) {
    if (text.startsWith("\\dot", at)) {
      Matcher dots = DOTTED.matcher(text).region(at, text.length());
      return dots.lookingAt() ? dots.end() - at : 0;
    }
    if (at < text.length() && text.charAt(at) == '(' && text.charAt(at - 1) == '.') {
      int close = text.indexOf(')', at);
      boolean digits =
          close > at + 1
              && text.substring(at + 1, close).chars().allMatch(c -> c >= '0' && c <= '9');
      return digits ? close + 1 - at : 0;
    }
    String bar = text.startsWith("\\overline{", at) ? "\\overline{" : "\\bar{";
    if (!text.startsWith(bar, at)) {
      return 0;
    }
    int i = at + bar.length();
    int from = i;
    while (isDigit(text, i)) {
      i++;
    }
    return i > from && i < text.length() && text.charAt(i) == '}' ? i + 1 - at : 0;
  }

  /** The exact number when a repeating part follows; an END token when none does. */
  private Token repeating(Rational value, String digits, int decimals, boolean spaced)
      throws ParseException {
    int length = repeatingAt(pos);
    String period;
    if (length > 0) {
      period = NOT_A_DIGIT.matcher(text.substring(pos, pos + length)).replaceAll("");
    } else {
      length = dots();
      period = length == 0 ? "" : period(digits, decimals);
      if (period.isEmpty()) {
        return Token.of(Token.Type.END, "", pos, pos, false);
      }
    }
    check(period.length() + decimals);
    pos += length;
    Rational tail =
        new Rational(
            new BigInteger(period),
            BigInteger.TEN
                .pow(period.length())
                .subtract(BigInteger.ONE)
                .multiply(BigInteger.TEN.pow(decimals)));
    return new Token(
        Token.Type.NUMBER,
        text.substring(start, pos),
        start,
        pos,
        spaced,
        new Token.Number(value.plus(tail), Expr.Num.EXACT),
        List.of());
  }

  /** The digits that repeat at the end: one three times, or two to six twice; empty for none. */
  private static String period(String digits, int decimals) {
    for (int length = 1; length <= 6; length++) {
      int times = length == 1 ? 3 : 2;
      String last = digits.substring(Math.max(0, digits.length() - length));
      if (decimals >= length * times && digits.endsWith(last.repeat(times))) {
        return last;
      }
    }
    return "";
  }

  private int dots() {
    for (String dots : new String[] {"...", "\\ldots", "\\dots", "\u2026"}) {
      if (text.startsWith(dots, pos)) {
        return dots.length();
      }
    }
    return 0;
  }

  private Token.Number exponent(Token.Number mantissa) throws ParseException {
    if (!(at('e') || at('E'))) {
      return mantissa;
    }
    int i = pos + 1;
    if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
      i++;
    }
    int from = i;
    while (isDigit(text, i)) {
      i++;
    }
    boolean letterFollows = i < text.length() && Character.isLetter(text.charAt(i));
    if (i == from || letterFollows) {
      return mantissa;
    }
    if (i - from > 4 || Integer.parseInt(text.substring(from, i)) > Limits.EXPONENT) {
      throw new ParseException("exponent above " + Limits.EXPONENT, pos);
    }
    int exponent = Integer.parseInt(text.substring(from, i));
    if (text.charAt(pos + 1) == '-') {
      exponent = -exponent;
    }
    pos = i;
    Rational value = mantissa.value().times(Rational.of(10).power(exponent));
    int decimals =
        mantissa.decimals() < 0 && exponent >= 0
            ? Expr.Num.EXACT
            : Math.max(0, Math.max(0, mantissa.decimals()) - exponent);
    return new Token.Number(value, decimals);
  }

  private void check(int digits) throws ParseException {
    if (digits > Limits.DIGITS) {
      throw new ParseException("number of more than " + Limits.DIGITS + " digits", start);
    }
  }

  private boolean at(char c) {
    return pos < text.length() && text.charAt(pos) == c;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
