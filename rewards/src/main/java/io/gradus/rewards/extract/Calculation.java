package io.gradus.rewards.extract;

import java.util.regex.Pattern;

/** Calculations and ratios in prose, in the notation that is parsed. */
final class Calculation {
  private static final Pattern TIMES = Pattern.compile("(?<=\\d)\\s{0,2}x\\s{0,2}(?=\\$?\\d)");

  private static final Pattern TO =
      Pattern.compile(
          "(?<![\\d.,$] )(?<![\\d.,$])\\b(\\d{1,4}) to"
              + " (\\d{1,4})\\b(?![.,]?\\d|\\s?(?:significant|decimal|sig|d\\.p|digits|places|%))");

  private static final Pattern RANGE = Pattern.compile("(?i)\\b(?:from|between|range|anywhere)\\b");

  private Calculation() {}

  /** "8 x 2 = 16" with the sign that is meant. */
  static String plain(String sentence) {
    if (sentence.contains(" to ") && !RANGE.matcher(sentence).find()) {
      return TO.matcher(sentence).replaceAll("$1:$2"); // odds, ratios
    }
    return sentence.indexOf('=') > 0 && sentence.indexOf('x') > 0
        ? TIMES.matcher(sentence).replaceAll(" × ")
        : sentence;
  }
}
