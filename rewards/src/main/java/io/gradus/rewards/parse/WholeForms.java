package io.gradus.rewards.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms that only a whole answer has: 3 to 2, 1_234_567, "a total of 23", a system in braces. */
final class WholeForms {
  private static final Pattern RATIO =
      Pattern.compile("(\\d{1,6})\\s?(?:\\\\text\\{\\s{0,3}to\\s{0,3}\\}|to)\\s?(\\d{1,6})");

  private static final Pattern UNDERSCORES = Pattern.compile("-?\\d{1,3}(?:_\\d{3}){1,9}");

  private static final Pattern SYSTEM =
      Pattern.compile(
          "\\\\left\\\\\\{\\s{0,3}\\\\begin\\{array\\}\\s{0,3}\\{[lcr|\\s]{1,6}\\}(.{1,800})\\\\end\\{array\\}\\s{0,3}\\\\"
              + "right\\s?\\.?",
          Pattern.DOTALL);

  private static final Pattern LEADS =
      Pattern.compile(
          "(?:\\\\text(?:bf|rm)?\\s?\\{\\s{0,3}(?:(?:there (?:is|are)|we get|it is|equals?|equal"
              + " to|exactly|precisely|just|only|an?|the|in)"
              + " ?){0,3}(?:(?:year|number|total|sum|value|integer)(?:"
              + " of)?)?\\s{0,3}\\}\\s{0,3}|(?:the year|the number|a total of|exactly)"
              + " )(?=[\\d$-]|\\\\[dt]?frac|\\\\sqrt)");

  /** "The 23rd prime" is another number than 23. */
  private static final Pattern ORDINAL =
      Pattern.compile(
          "(?i)\\d\\s?\\}?\\s?\\^?\\s?\\{?\\s?(?:\\\\(?:text|mathrm|textrm)\\s?\\{\\s?)?(?:st|nd|rd|th)\\s?\\}{0,2}\\s{0,3}(?:\\\\[ ,;]\\s?)?(?:\\\\(?:text|mathrm|textrm)\\s?\\{\\s{0,3})?(?:(?:smallest|largest|positive|odd|even|perfect|natural|whole) )?(?:prime|composite|power|root|fibonacci|lucas|catalan|triangular|square|cube|harmonic|perfect|natural|whole|even|odd|positive|multiple|derivative|percentile|digit|decimal)");

  private WholeForms() {}

  /** The same answer in the notation that is parsed. */
  static String plain(String text) {
    if (text.contains("to")) {
      Matcher ratio = RATIO.matcher(text);
      if (ratio.matches() && !ratio.group(2).equals("1")) {
        return ratio.group(1) + ":" + ratio.group(2);
      }
    }
    if (text.indexOf('_') > 0 && UNDERSCORES.matcher(text).matches()) {
      return text.replace("_", "");
    }
    if (text.contains("\\!,")) {
      return text.replace("\\!,", ",");
    }
    if (text.startsWith("\\left\\{") && text.contains("{array}")) {
      Matcher system = SYSTEM.matcher(text);
      if (system.matches()) {
        return "\\begin{cases}" + system.group(1).replace("&", "") + "\\end{cases}";
      }
    }
    if (mayBeOrdinal(text) && ORDINAL.matcher(text).find()) {
      return "\\text{ordinal}";
    }
    if (text.startsWith("\\text")
        || text.startsWith("the ")
        || text.startsWith("a ")
        || text.startsWith("exactly ")) {
      Matcher leads = LEADS.matcher(text);
      return leads.lookingAt() ? text.substring(leads.end()) : text;
    }
    return text;
  }

  private static boolean mayBeOrdinal(String text) {
    return text.length() < 200
        && (text.contains("th")
            || text.contains("st")
            || text.contains("nd")
            || text.contains("rd"));
  }
}
