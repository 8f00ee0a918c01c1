package io.gradus.rewards.extract;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with a part in words: "8 and a half" and "eight and a half" are 8.5, "2 and two thirds"
 * is 2 2/3, "half a dozen" is 6.
 */
final class MixedWords {
  private static final List<String> WHOLES =
      List.of(
          ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
                  + " fifteen sixteen seventeen eighteen nineteen twenty")
              .split(" "));
  private static final List<String> COUNTS = List.of("", "one", "two", "three", "four", "five");
  private static final List<String> PARTS =
      List.of("", "", "half", "third", "quarter", "fifth", "sixth", "seventh", "eighth");
  private static final String NOT_MORE =
      "(?![\\w'’]|[ -](?:of|as|times|dozen|hundred|thousand|million|billion|score)\\b)";
  private static final Pattern MIXED =
      Pattern.compile(
          "(?i)(?<![\\w.,/^\\\\-])(\\d{1,12}|"
              + String.join("|", WHOLES.subList(1, WHOLES.size()))
              + ") and (an?|one|two|three|four|five)[ -](half|third|quarter|fifth|sixth|seventh|eighth)s?"
              + NOT_MORE);

  private static final List<String> FRACTIONS =
      List.of(
          ("half third quarter fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
              .split(" "));
  private static final List<Integer> PARTS_OF_ONE = List.of(2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  private static final Pattern FRACTION =
      Pattern.compile(
          "(?i)(?<![\\w-])(one|two|three|four|five|six|seven|eight|nine|ten|eleven)[ -](half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)s?"
              + NOT_MORE.replace("of|", ""));

  private static final Pattern AND_A_HALF =
      Pattern.compile(
          "(?i)(?<![\\w-])(?:an?|one) (hour|minute|day|week|month|year|mile|inch|pound|cup|gallon|meter|kilometer) and a half"
              + NOT_MORE);

  private static final Pattern DOZEN =
      Pattern.compile("(?i)(?<![\\w-])(half a|half|a|one) dozen" + NOT_MORE);

  private MixedWords() {}

  static String plain(String text) {
    String plain = text;
    if (text.contains(" and ")) {
      plain = MIXED.matcher(text).replaceAll(MixedWords::mixed);
      plain = AND_A_HALF.matcher(plain).replaceAll("1.5 $1s");
    }
    if (hasFraction(plain)) {
      plain = FRACTION.matcher(plain).replaceAll(MixedWords::fraction);
    }
    if (!plain.contains(" dozen")) {
      return plain;
    }
    Matcher dozen = DOZEN.matcher(plain);
    return dozen.replaceAll(
        m -> m.group(1).toLowerCase(Locale.ROOT).startsWith("half") ? "6" : "12");
  }

  /** Whether a fraction in words may stand in a text. */
  static boolean hasFraction(String text) {
    for (String fraction : FRACTIONS) {
      int at = text.indexOf(fraction);
      if (at > 3 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '-')) {
        return true;
      }
    }
    return false;
  }

  private static String fraction(MatchResult m) {
    int count = WHOLES.indexOf(m.group(1).toLowerCase(Locale.ROOT));
    int part = PARTS_OF_ONE.get(FRACTIONS.indexOf(m.group(2).toLowerCase(Locale.ROOT)));
    return count < part ? count + "/" + part : Matcher.quoteReplacement(m.group());
  }

  private static String mixed(MatchResult m) {
    int word = WHOLES.indexOf(m.group(1).toLowerCase(Locale.ROOT));
    String whole = word < 0 ? m.group(1) : String.valueOf(word);
    int count = Math.max(1, COUNTS.indexOf(m.group(2).toLowerCase(Locale.ROOT)));
    int part = PARTS.indexOf(m.group(3).toLowerCase(Locale.ROOT));
    if (count >= part) {
      return Matcher.quoteReplacement(m.group());
    }
    boolean decimal = part == 2 || part == 4 && count != 2;
    return decimal
        ? whole + (part == 2 ? ".5" : count == 1 ? ".25" : ".75")
        : whole + " " + count + "/" + part;
  }
}
