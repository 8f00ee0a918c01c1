package io.gradus.rewards.parse;

import io.gradus.rewards.units.Units;
import java.util.Locale;
import java.util.Set;

/** Which words after a value are units, and those that change the value's meaning. */
final class UnitWords {
  /** Abbreviations that no product of variables looks like. */
  private static final Set<String> CLEAR =
      Set.of("cm", "mm", "km", "kg", "ft", "lb", "lbs", "oz", "mph", "kmh", "kph", "ml", "mL");

  /** Abbreviations and short words that are units only right after a number. */
  private static final Set<String> AFTER_NUMBER =
      Set.of(
          "dm", "nm", "yd", "yds", "mi", "in", "mg", "hr", "hrs", "mins", "secs", "cc", "gal",
          "gals", "pt", "qt", "am", "pm", "sq", "cu", "kJ", "kW", "kN", "Hz", "kHz", "MHz", "kWh",
          "Pa", "kPa", "eV", "mol", "pct", "deg", "rad", "th", "st", "nd", "rd", "Rs", "rs", "USD",
          "EUR", "yr", "yrs", "day", "men", "way", "pie", "sec", "min", "feet", "foot", "mile",
          "yard", "gram", "more", "per");

  private UnitWords() {}

  static boolean isUnit(String word) {
    return CLEAR.contains(word);
  }

  static boolean isUnitAfterNumber(String word) {
    return CLEAR.contains(word)
        || AFTER_NUMBER.contains(word)
        || word.length() >= 4 && Units.isKnown(word);
  }

  /** Whether a word that follows a value is a unit rather than variables. */
  static boolean startsUnit(Token t) {
    String word = t.text();
    return t.type() == Token.Type.WORD
        && word.length() >= 2
        && (isUnit(word) || t.spaced() && word.length() >= 4)
        && Words.function(word).isEmpty()
        && Words.constant(word).isEmpty();
  }

  /** The end of 1st, 2nd, 3rd, 4th. */
  static boolean isOrdinalEnding(String word) {
    return word.equals("th") || word.equals("st") || word.equals("nd") || word.equals("rd");
  }

  private static Expr based(Expr value, int base, String unit) {
    boolean digits =
        value instanceof Expr.Num n
            && n.decimals() == Expr.Num.EXACT
            && n.value().isInteger()
            && n.value().signum() >= 0
            && n.value().toString().chars().allMatch(c -> c - '0' < base);
    return digits
        ? new Expr.Based(((Expr.Num) value).value().toString(), base)
        : new Expr.Measure(value, unit);
  }

  /** The value with its unit; percent, degrees and ordinal endings have trees of their own. */
  static Expr apply(Expr value, String unit) {
    String u = unit.replace('~', ' ').strip().toLowerCase(Locale.ROOT);
    if (value instanceof Expr.Degrees d) {
      if (u.equals("c") || u.equals("celsius") || u.equals("f") || u.equals("fahrenheit")) {
        return new Expr.Measure(d.value(), "°" + u.charAt(0));
      }
    }
    return switch (u) {
      case "%",
              "\\%",
              "percent",
              "pct",
              "per cent",
              "percentage",
              "percentage points",
              "percentage point" ->
          new Expr.Percent(value);
      case "degrees", "degree", "deg" -> new Expr.Degrees(value);
      case "degrees celsius", "degree celsius" -> new Expr.Measure(value, "°c");
      case "degrees fahrenheit", "degree fahrenheit" -> new Expr.Measure(value, "°f");
      case "", "th", "st", "nd", "rd" -> value;
      case "(base 2)", "base 2", "(binary)" -> based(value, 2, unit);
      case "(base 8)", "base 8", "(octal)" -> based(value, 8, unit);
      default -> new Expr.Measure(value, unit.replace('~', ' ').strip());
    };
  }
}
