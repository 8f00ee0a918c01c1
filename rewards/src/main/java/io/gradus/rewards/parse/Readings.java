package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other honest readings of a whole answer: decimal commas, single-letter units, times of day. A
 * gold answer has one reading; an answer may have several, of which one has to fit.
 */
final class Readings {
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("([-+]?)(0,\\d+|\\d+,(?:\\d{1,2}|\\d{4,}))");

  /** Two digits after the comma: 1,22 is as often a decimal as a list. */
  private static final Pattern CENTS = Pattern.compile("[-+]?\\d+,\\d{2}");

  /** 12,34,567 (India); 1.234.567. */
  private static final Pattern GROUPS =
      Pattern.compile("[-+]?(?:[1-9]\\d?(?:,\\d{2}){1,6},\\d{3}|[1-9]\\d{0,2}(?:\\.\\d{3}){2,9})");

  private static final Pattern LETTER_UNIT =
      Pattern.compile("[-+]?[0-9][0-9,.]{0,40}\\s{0,3}([mgslLhJNWVKMk](?:\\^?[23²³])?)");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,2})(?::([0-5]\\d))?\\s*(?:\\\\[,; ])?\\s*(?:\\\\(?:text|mathrm)\\{)?\\s*([AaPp])?\\.?\\s*([Mm]\\.?)?\\s*}?");
  private static final Pattern DOTTED_TIME =
      Pattern.compile("\\s*(\\d{1,2})(?::([0-5]\\d))?\\s*([AaPp])\\.\\s?[Mm]\\.?\\s*");

  private Readings() {}

  /** 3 p.m., noon: a time and nothing else. */
  static Optional<Expr> time(String text) {
    Matcher dotted = DOTTED_TIME.matcher(text);
    if (text.indexOf('.') > 0 && dotted.matches() && hours(dotted) < 25) {
      return Optional.of(new Expr.Time(hours(dotted), minutes(dotted), half(dotted.group(3))));
    }
    return switch (text.length() > 30 ? "" : text) {
      case "noon", "\\text{noon}" -> Optional.of(new Expr.Time(12, 0, "pm"));
      case "midnight", "\\text{midnight}" -> Optional.of(new Expr.Time(12, 0, "am"));
      default -> Optional.empty();
    };
  }

  private static int hours(Matcher m) {
    return Integer.parseInt(m.group(1));
  }

  private static int minutes(Matcher m) {
    return m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
  }

  private static String half(String letter) {
    return letter.toLowerCase(Locale.ROOT) + "m";
  }

  /** The reading of a gold answer where notation leaves several. */
  static Expr ofGold(String text, Expr whole) {
    if (text.indexOf(',') > 0 && CENTS.matcher(text).matches()) {
      return new Expr.Ambiguous(List.of(whole, decimal(text.replace(',', '.'))));
    }
    Optional<Expr> letterUnit = kelvin(text, whole).or(() -> letterUnit(text, whole));
    if (letterUnit.isPresent()) {
      return new Expr.Ambiguous(List.of(whole, letterUnit.get()));
    }
    Matcher time = TIME.matcher(text);
    if (!isTime(time)) {
      return whole;
    }
    Expr.Time reading = timeOf(time);
    if (!reading.half().isEmpty()) {
      return time.group(2) != null ? reading : new Expr.Ambiguous(List.of(reading, whole));
    }
    return isClock(reading) ? reading : new Expr.Ambiguous(List.of(reading, whole));
  }

  /** A round number of minutes, or a ratio that nobody would write so: 12:34 is 6:17. */
  private static boolean isClock(Expr.Time t) {
    int a = t.hours();
    int b = t.minutes();
    while (b != 0) {
      int rest = a % b;
      a = b;
      b = rest;
    }
    return t.minutes() % 5 == 0 || a > 1;
  }

  /** All readings of an answer, the likeliest first. */
  static Expr ofAnswer(String text, Expr whole) {
    List<Expr> readings = new ArrayList<>(List.of(whole));
    if (text.indexOf(',') > 0 && DECIMAL_COMMA.matcher(text).matches()) {
      readings.add(decimal(text.replace(',', '.')));
    }
    if (GROUPS.matcher(text).matches()) {
      readings.add(
          new Expr.Num(Rational.of(new BigDecimal(text.replace(",", "").replace(".", "")))));
    }
    letterUnit(text, whole).ifPresent(readings::add);
    kelvin(text, whole).ifPresent(readings::add);
    mixed(whole).ifPresent(readings::add);
    Matcher time = TIME.matcher(text);
    if (isTime(time)) {
      Expr.Time reading = timeOf(time);
      if (!reading.half().isEmpty() && time.group(2) != null) {
        return reading; // 3am may be a product
      }
      readings.add(0, reading);
    }
    return readings.size() == 1 ? whole : new Expr.Ambiguous(List.copyOf(readings));
  }

  /** 3 and 1/2. */
  private static Optional<Expr> mixed(Expr whole) {
    if (whole instanceof Expr.ListOf l
        && l.join() == Expr.ListOf.Join.AND
        && l.items().size() == 2
        && TermParser.isWhole(l.items().get(0))) {
      Rational integer = ((Expr.Num) l.items().get(0)).value();
      return TermParser.proper(l.items().get(1)).map(f -> new Expr.Num(integer.plus(f)));
    }
    return Optional.empty();
  }

  private static Expr decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    return new Expr.Num(Rational.of(value), value.scale());
  }

  private static Optional<Expr> letterUnit(String text, Expr whole) {
    if (!(whole instanceof Expr.Mul m)) {
      return Optional.empty();
    }
    Matcher unit = LETTER_UNIT.matcher(text);
    if (!unit.matches()) {
      return Optional.empty();
    }
    Expr value = m.factors().get(0);
    Optional<Rational> multiplier = Words.multiplier(unit.group(1));
    return Optional.of(
        multiplier.isPresent()
            ? new Expr.Mul(List.of(value, new Expr.Num(multiplier.get())))
            : new Expr.Measure(value, unit.group(1)));
  }

  /** 300 K, which in an answer may also be 300 thousand. */
  private static Optional<Expr> kelvin(String text, Expr whole) {
    return text.endsWith("K") && whole instanceof Expr.Mul m && LETTER_UNIT.matcher(text).matches()
        ? Optional.of(new Expr.Measure(m.factors().get(0), "K"))
        : Optional.empty();
  }

  private static boolean isTime(Matcher time) {
    return time.matches()
        && (time.group(2) != null || time.group(3) != null && time.group(4) != null)
        && hours(time) < 25;
  }

  private static Expr.Time timeOf(Matcher time) {
    return new Expr.Time(
        hours(time), minutes(time), time.group(3) == null ? "" : half(time.group(3)));
  }
}
