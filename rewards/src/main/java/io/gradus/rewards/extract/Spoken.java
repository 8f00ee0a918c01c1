package io.gradus.rewards.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ways to say a value in a sentence that are another notation of it: "7 over 12", "9 degrees below
 * zero", a value with its approximation, a function "for all real x".
 */
final class Spoken {
  private static final Pattern OVER =
      Pattern.compile(
          "(?i)(?<=^|\\bis |\\bare |\\bbe |\\bequals |[=:] )(\\d{1,9}) over (\\d{1,9})(?=\\s{0,2}[.,;!)*$]|\\s{0,2}$)");

  /** A chance: "1 in 4", "1 out of 4". */
  private static final Pattern OUT_OF =
      Pattern.compile(
          "(?i)\\b(?:probability|chance|likelihood|fraction|odds)\\b[^.;]{0,60}?\\b(?:is|are|equals|of) (\\d{1,6}) (?:out of|in) (\\d{1,6})(?=\\s{0,2}[.,;!)*]{0,3}\\s{0,2}$)");

  private static final Pattern ROOT =
      Pattern.compile(
          "(?i)(?:\\bthe )?\\b(square|cube) root of (\\d{1,9})(?=\\s{0,2}[.,;!)*]{0,3}\\s{0,2}$)");

  private static final Pattern BELOW_ZERO =
      Pattern.compile(
          "(?i)(?<![\\d.,/^-])(\\d{1,9}(?:\\.\\d{1,9})?)(\\s?°\\s?[CF]?| degrees?(?: (?:Celsius|Fahrenheit|C|F))?)? below zero\\b");

  /** A function's values are given for every number: that adds nothing. */
  private static final Pattern EVERYWHERE =
      Pattern.compile(
          "(?i),? for (?:all|every|any|each)(?: (?:real|positive|possible|integer|natural|values? of|numbers?|integers?)){0,3} \\$?[a-z]\\$?(?=\\W{0,3}$)");

  private static final Pattern ABOUT =
      Pattern.compile(
          "(?i)(?:(?<![\\d./^])(\\d{1,9})\\s?/\\s?(\\d{1,9})|\\\\[dt]?frac\\s?\\{(\\d{1,9})\\}\\s?\\{(\\d{1,9})\\}|(?:√|\\\\sqrt\\s?)\\{?(\\d{1,9})\\}?)[$)\\]\\\\*]{0,3}"
              + "(,? (?:or|which is|that is,?|i\\.e\\.,?) (?:about|approximately|approx\\.?|roughly|around) \\$?([\\d,]{1,15}(?:\\.\\d{1,15})?)\\s?(\\\\?%|percent)?)[$)*.\\s]{0,4}$");

  private Spoken() {}

  /** The same sentence in the notation that is read. */
  static String plain(String sentence) {
    String plain = sentence;
    if (plain.contains(" over ")) {
      plain = OVER.matcher(plain).replaceAll("$1/$2");
    }
    if (plain.contains(" in ") || plain.contains(" out of ")) {
      Matcher chance = OUT_OF.matcher(plain);
      if (chance.find()) {
        plain =
            plain.substring(0, chance.start(1))
                + chance.group(1)
                + "/"
                + chance.group(2)
                + plain.substring(chance.end());
      }
    }
    if (plain.contains(" root of ")) {
      plain =
          ROOT.matcher(plain)
              .replaceAll(
                  m ->
                      Matcher.quoteReplacement(
                          (m.group(1).equalsIgnoreCase("cube") ? "$\\sqrt[3]{" : "$\\sqrt{")
                              + m.group(2)
                              + "}$"));
    }
    if (plain.contains(" below zero")) {
      plain = BELOW_ZERO.matcher(plain).replaceAll("-$1$2");
    }
    if (plain.contains(" for ")) {
      plain = EVERYWHERE.matcher(plain).replaceFirst("");
    }
    if (plain.contains("or ") || plain.contains("is ") || plain.contains("i.e")) {
      Matcher about = ABOUT.matcher(plain);
      if (about.find() && agrees(about)) {
        return plain.substring(0, about.start(6)) + plain.substring(about.end(6));
      }
    }
    return plain;
  }

  /** Whether the decimal is the exact value's rounding. */
  private static boolean agrees(Matcher m) {
    double exact =
        m.group(1) != null
            ? Double.parseDouble(m.group(1)) / Double.parseDouble(m.group(2))
            : m.group(3) != null
                ? Double.parseDouble(m.group(3)) / Double.parseDouble(m.group(4))
                : Math.sqrt(Double.parseDouble(m.group(5)));
    String decimal = m.group(7).replace(",", "");
    if (decimal.isEmpty()) {
      return false;
    }
    int point = decimal.indexOf('.');
    int places = point < 0 ? 0 : decimal.length() - point - 1;
    double scale = m.group(8) == null ? 1 : 100;
    double unit = Math.pow(10, -places);
    return places > 0 && Math.abs(exact * scale - Double.parseDouble(decimal)) <= 0.5001 * unit;
  }
}
