package io.gradus.rewards.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The unit that follows a value in prose or after a box: "$10$ meters", "\boxed{5} minutes". */
final class UnitText {
  private static final String NAMES =
      "(?:cubic |square |sq\\.? )?(?:cm|mm|km|kg|mg|ml|mL|m|g|s|h|L|ft|in(?= ?[\\^²³])|yd|mi|lbs?|oz|mph|km/h|m/s|cm/s|kJ|J|kW|W|N|Hz|Pa|mol"
          + "|millimet(?:er|re)s?|centimet(?:er|re)s?|met(?:er|re)s?|kilomet(?:er|re)s?|inch(?:es)?|feet|foot|yards?|miles?"
          + "|hours?|hrs?|minutes?|mins?|min|seconds?|secs?|sec|days?|weeks?|months?|years?"
          + "|grams?|milligrams?|kilograms?|pounds?|ounces?|tons?|tonnes?|lit(?:er|re)s?|millilit(?:er|re)s?|gallons?|gal|quarts?|pints?|cups?"
          + "|dollars?|cents?|euros?|degrees?|radians?|dozens?|units)";
  private static final Pattern UNIT =
      Pattern.compile(
          "[\\s~]{0,3}(?:\\\\[,;: !])?(?:(\\\\?%|percent(?:age)?\\b|pct\\b)|(\\^\\{?\\\\circ\\}?|°)"
              + "|\\\\(?:text|mathrm|textrm|mbox|operatorname)\\s?\\{[\\s~]{0,3}("
              + NAMES
              + ")(?:\\^?[23²³])?[\\s~.]{0,3}\\}(?:\\^\\{?[23]\\}?)?"
              + "|("
              + NAMES
              + ")(?:\\^?[23²³]|\\^\\{[23]\\})?(?![\\w'’])(?: (?:per|an?) (?:hour|minute|second|day|week|month|year)\\b|/(?:h|s|min|hour)\\b)?)");
  private static final Pattern CLOSING = Pattern.compile("[\\s$)\\\\\\]*}]{0,6}");

  private UnitText() {}

  /**
   * The unit at an offset, as it may stand after a value, or nothing. Delimiters of mathematics and
   * emphasis may stand between.
   */
  static String after(String text, int end) {
    Matcher m = matcher(text, end);
    if (!m.lookingAt()) {
      return "";
    }
    if (m.group(1) != null) {
      return "\\%";
    }
    if (m.group(2) != null) {
      return "^\\circ";
    }
    String unit = m.group().strip();
    return unit.startsWith("\\") ? " " + unit : "\\text{ " + unit.replace("^", "") + "}";
  }

  /** The offset after the unit that {@link #after} finds, or the given one. */
  static int end(String text, int end) {
    Matcher m = matcher(text, end);
    return m.lookingAt() ? m.end() : end;
  }

  private static Matcher matcher(String text, int end) {
    Matcher closing = CLOSING.matcher(text).region(end, Math.min(text.length(), end + 12));
    int from = end;
    if (closing.lookingAt()) {
      from = closing.end();
      // a backslash of the unit's own command is no delimiter
      while (from > end
          && from < text.length()
          && text.charAt(from - 1) == '\\'
          && text.charAt(from) != ' ') {
        from--;
      }
      while (from > end && Character.isWhitespace(text.charAt(from - 1))) {
        from--;
      }
    }
    Matcher m = UNIT.matcher(text).region(from, Math.min(text.length(), from + 80));
    return m.useTransparentBounds(true);
  }
}
