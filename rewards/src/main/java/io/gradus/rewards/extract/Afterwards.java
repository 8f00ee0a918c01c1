package io.gradus.rewards.extract;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sentence says of a value after it: that it is a bound, or what an operation makes of it.
 */
final class Afterwards {
  /** An operation on a value whose result is told. */
  private static final Pattern WHICH =
      Pattern.compile(
          "(?i)[$)\\\\*]{0,3} (?:choose|squared|cubed|factorial|times|plus|minus|over|divided by|multiplied by|to the)\\b[^.;=]{0,40}?, (?:which|that) (?:is|equals|gives|makes|comes to|works out to|simplifies to|evaluates to)\\b(?! (?:not|n['’]t))\\s");

  /** Another number after a whole one. */
  private static final Pattern OR_ABOUT =
      Pattern.compile(
          "(?i)[$)\\\\*]{0,3},? or (?:about|approximately|roughly|around|nearly|almost|perhaps) [$\\\\(]{0,3}-?\\d");

  private static final Pattern PREDICATE =
      Pattern.compile("(?i)[$)\\\\*]{0,3} (?:is|was|are|were|would|could|might|may|can)\\b");

  private static final Pattern WHOLE = Pattern.compile("[-−$]{0,3}\\d[\\d,]*(?:[^\\d.].*)?");

  /** Words that lead to the subject of a clause. */
  private static final Pattern CONNECTIVES =
      Pattern.compile(
          "(?i)\\W{0,3}(?:(?:so|then|thus|hence|therefore|and|that|only|exactly|means)\\b\\W{0,3}){1,4}");

  private Afterwards() {}

  /** Whether only connectives stand before a value, so that it is its clause's subject. */
  static boolean isSubject(String before) {
    return before.isBlank() || CONNECTIVES.matcher(before).matches();
  }

  /**
   * Where the result begins that "24 choose 2, which is 276" tells after its operation, or -1.
   *
   * @param end offset after the first operand
   */
  static int resultOf(String text, int end, List<Located> values) {
    Matcher which = WHICH.matcher(text).region(end, text.length());
    boolean next = which.lookingAt() && values.stream().anyMatch(v -> v.start() >= which.end());
    return next ? which.end() : -1;
  }

  /**
   * Whether the same number is said to be something else later ("24, where 24 is a bound"), or
   * another stands beside a whole one ("24, or about 25").
   *
   * @param named whether the value has a unit
   */
  static boolean isDoubted(String text, int i, List<Located> values, boolean named) {
    String content = values.get(i).content();
    if (!named
        && WHOLE.matcher(content).matches()
        && OR_ABOUT.matcher(text).region(values.get(i).end(), text.length()).lookingAt()) {
      return true;
    }
    for (int j = i + 1; j < values.size(); j++) {
      Located again = values.get(j);
      String after = text.substring(again.end());
      if (again.content().equals(content)
          && PREDICATE.matcher(after).lookingAt()
          && Beside.mayChange(after, Beside.Value.NUMBER)) {
        return true;
      }
    }
    return false;
  }
}
