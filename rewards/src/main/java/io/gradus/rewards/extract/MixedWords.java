package io.gradus.rewards.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a part in words: "8 and a half" is 8.5, "2 and three quarters" is 2.75. */
final class MixedWords {
  private static final Pattern MIXED =
      Pattern.compile(
          "(?i)(?<![\\w.,/^\\\\])(\\d{1,12}) and (a|one|three)[ -](half|quarters?)\\b(?![\\w'’]|[ -](?:of|as|times|dozen|hundred|thousand|million|billion|score)\\b)");

  private MixedWords() {}

  static String plain(String text) {
    if (!text.contains(" and ")) {
      return text;
    }
    Matcher m = MIXED.matcher(text);
    return m.replaceAll(
        r -> {
          boolean half = r.group(3).equalsIgnoreCase("half");
          boolean three = r.group(2).equalsIgnoreCase("three");
          return half && three
              ? Matcher.quoteReplacement(r.group())
              : r.group(1) + (half ? ".5" : three ? ".75" : ".25");
        });
  }
}
