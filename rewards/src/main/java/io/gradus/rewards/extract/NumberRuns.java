package io.gradus.rewards.extract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers in prose: the last one, with what belongs to it. All repetitions in the patterns are
 * bounded, so that matching is linear in the text and shallow.
 */
final class NumberRuns {
  private static final String NUMBER =
      "(?:\\d{1,3}(?:[ ,]\\d{3}){1,12}(?!\\d)(?:\\.\\d{1,60})?|\\d{1,600}(?:[.,]\\d{1,600})?|\\.\\d{1,600})";
  private static final String FRACTION =
      "\\\\[dtc]?frac\\s?\\{" + NUMBER + "\\}\\s?\\{" + NUMBER + "\\}";
  private static final String VALUE =
      "[-−]?[$€£]?(?:\\d{1,9} \\d{1,9}/\\d{1,9}|"
          + FRACTION
          + "|"
          + NUMBER
          + ")(?:\\s?(?:π|(?:hundred|thousand|million|billion|trillion|pi)\\b))?";
  private static final String UNIT =
      "(?:\\s?(?:%|percent(?:age)?\\b|pct\\b)|\\s?(?:cm|mm|km|kg|mg|ml|mL|m|g|ft|meters?|metres?"
          + "|centimeters?|kilometers?|inches|inch|feet|foot|yards?|miles?|hours?|minutes?|seconds?"
          + "|days?|weeks?|grams?|kilograms?|pounds?|ounces?|liters?|litres?|dollars?|cents?"
          + "|degrees?)\\b(?:\\^?[23²³])?)?";
  private static final String OPERATOR = "\\s{0,3}[-+*/^×÷]\\s{0,3}[-$(]?";
  private static final String ENUMERATION =
      "(?:\\s{0,3},\\s{0,3}" + VALUE + "){0,20}\\s{0,3},?\\s{0,3}\\b(?:or|and)\\s{1,3}" + VALUE;

  /** Three values or more, with commas alone: a list of guesses is not its last guess. */
  private static final String LIST = "(?:\\s{0,3},\\s{0,3}" + VALUE + "){2,20}";

  private static final Pattern RUN =
      Pattern.compile(
          "(?<![A-Za-z0-9_.,^{+*/\\\\-])"
              + VALUE
              + "(?:(?:"
              + OPERATOR
              + NUMBER
              + "\\)?){1,40}|(?:"
              + ENUMERATION
              + "){1,5}|"
              + LIST
              + ")?"
              + UNIT);

  private NumberRuns() {}

  /** The last number; joined with what "or", "and" or an operator ties to it. */
  static Optional<Fallback.Located> last(String text) {
    Matcher m = RUN.matcher(text);
    Optional<Fallback.Located> last = Optional.empty();
    while (m.find()) {
      last = Optional.of(new Fallback.Located(m.group(), m.end()));
    }
    return last;
  }
}
