package io.gradus.rewards.parse;

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
          "dm", "nm", "yd", "mi", "in", "mg", "hr", "hrs", "mins", "secs", "cc", "gal", "pt", "qt",
          "am", "pm", "sq", "cu", "kJ", "kW", "Hz", "kHz", "MHz", "kWh", "Pa", "kPa", "eV", "mol",
          "pct", "deg", "rad", "th", "st", "nd", "rd", "Rs", "rs", "USD", "EUR", "yr", "yrs", "day",
          "men", "way", "pie", "sec", "min", "feet", "foot", "mile", "yard", "gram", "seconds",
          "minutes", "hours", "days", "weeks", "months", "years", "meters", "inches", "miles",
          "dollars", "cents", "degrees", "percent", "units", "grams", "pounds");

  private UnitWords() {}

  static boolean isUnit(String word) {
    return CLEAR.contains(word);
  }

  static boolean isUnitAfterNumber(String word) {
    return CLEAR.contains(word) || AFTER_NUMBER.contains(word);
  }

  /** The end of 1st, 2nd, 3rd, 4th. */
  static boolean isOrdinalEnding(String word) {
    return word.equals("th") || word.equals("st") || word.equals("nd") || word.equals("rd");
  }

  /** The value with its unit; percent, degrees and ordinal endings have trees of their own. */
  static Expr apply(Expr value, String unit) {
    String u = unit.strip().toLowerCase(Locale.ROOT);
    if (u.equals("%") || u.equals("\\%") || u.startsWith("percent") || u.equals("pct")) {
      return new Expr.Percent(value);
    }
    if (u.equals("degrees") || u.equals("degree") || u.equals("deg")) {
      return new Expr.Degrees(value);
    }
    if (u.isEmpty() || isOrdinalEnding(u) || u.equals("radians") || u.equals("rad")) {
      return value;
    }
    return new Expr.Measure(value, unit.strip());
  }
}
