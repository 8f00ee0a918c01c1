package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one number: digits with thousands separators (comma, {,}, thin or plain space), a decimal
 * part (also 1.000,5), a repeating part (0.\overline{3}, 0.333…), an exponent (1.5e-3).
 */
final class NumberScanner {
  private static final String[] SEPARATORS = {
    "{,}", "{, }", "{,\\!}", "{\\,}", ",\\!", ",\\,", "\\,", "\\!", "\u00a0", "\u2009", "\u202f"
  };

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
      String fraction = digits();
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
        plainCommas && decimals < 0 ? List.copyOf(commaParts) : List.of());
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
      if (text.startsWith(s, from) && (from == pos || s.startsWith("{"))) {
        int at = from + s.length();
        while (at < text.length() && text.charAt(at) == ' ') {
          at++;
        }
        return isGroup(at) ? at - pos : 0;
      }
    }
    boolean comma = at(',') && !commasSeparateItems && text.charAt(start) != '0';
    boolean space = at(' ') && text.charAt(start) != '0' && (grouped || !fractionFollows(pos + 4));
    return (comma || space) && isGroup(pos + 1) ? 1 : 0;
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
    return at > pos && at < text.length() && text.charAt(at) == ',' && isDigit(text, at + 1);
  }

  private Token european(StringBuilder digits, boolean spaced) throws ParseException {
    while (at('.')) {
      pos++;
      digits.append(digits());
    }
    pos++;
    String fraction = digits();
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
        new Token.Number(value, fraction.length()),
        List.of());
  }

  /** Length of \overline{ddd} at an offset; 0 for none. */
  private int repeatingAt(int at) {
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
      String command = text.substring(pos, pos + length);
      period = command.substring(command.indexOf('{') + 1, command.length() - 1);
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
