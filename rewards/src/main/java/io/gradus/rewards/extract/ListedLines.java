package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values on lines of their own at the end of a text, under "The solutions are:". */
final class ListedLines {
  private static final int MOST = 12;
  private static final int TAIL = 2_000;
  private static final Pattern ITEM =
      Pattern.compile("[ \\t]{0,4}(?:[-*•]|\\d{1,2}[.)])[ \\t]{1,3}(\\S.{0,200})");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?i).{0,80}\\b(?:solutions?|roots?|values?|answers?|zeros?|zeroes|numbers?|pairs?|intercepts?|factors|divisors|primes|integers)\\b[^:]{0,60}:[*_\\s]{0,4}");
  private static final Pattern DOUBT =
      Pattern.compile(
          "(?i)\\b(?:not|no|never|cannot|could|might|may|maybe|perhaps|reject\\w{0,3}|exclud\\w{0,3}|extraneous|invalid|wrong|incorrect|discard\\w{0,3}|candidates?|check|checked|tried|try|test|steps?|given|if|suppose|either|or|except)\\b|n['’]t\\b");
  private static final Pattern EQUATION =
      Pattern.compile("[A-Za-z](?:_\\{?\\w\\}?)?\\s?=\\s?[^=]{1,60}");

  private ListedLines() {}

  /** The items, joined by commas; nothing where the last lines are no such list. */
  static Optional<String> last(String text) {
    String tail = text.substring(Math.max(0, text.length() - TAIL));
    if (tail.indexOf('\n') < 0 || tail.indexOf(':') < 0) {
      return Optional.empty();
    }
    List<String> lines = tail.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<String> items = new ArrayList<>();
    for (int i = lines.size() - 1; i >= 0 && items.size() <= MOST; i--) {
      Matcher item = ITEM.matcher(lines.get(i));
      if (!item.matches()) {
        boolean heading =
            HEADING.matcher(lines.get(i)).matches() && !DOUBT.matcher(lines.get(i)).find();
        return heading && items.size() > 1
            ? Optional.of(String.join(", ", items))
            : Optional.empty();
      }
      String value = Tidy.withoutDelimiters(Tidy.text(Plain.text(item.group(1))));
      if (!Tidy.isBare(value) || value.indexOf('=') >= 0 && !EQUATION.matcher(value).matches()) {
        return Optional.empty();
      }
      items.add(0, value);
    }
    return Optional.empty();
  }
}
