package io.gradus.rewards.equivalent;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Days of the week and of the year in the spellings that are the same day. */
final class CalendarWords {
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("mon", "monday"),
          Map.entry("tue", "tuesday"),
          Map.entry("tues", "tuesday"),
          Map.entry("wed", "wednesday"),
          Map.entry("thu", "thursday"),
          Map.entry("thur", "thursday"),
          Map.entry("thurs", "thursday"),
          Map.entry("fri", "friday"),
          Map.entry("sat", "saturday"),
          Map.entry("sun", "sunday"),
          Map.entry("jan", "january"),
          Map.entry("feb", "february"),
          Map.entry("mar", "march"),
          Map.entry("apr", "april"),
          Map.entry("jun", "june"),
          Map.entry("jul", "july"),
          Map.entry("aug", "august"),
          Map.entry("sep", "september"),
          Map.entry("sept", "september"),
          Map.entry("oct", "october"),
          Map.entry("nov", "november"),
          Map.entry("dec", "december"));
  private static final String MONTH =
      "(january|february|march|april|may|june|july|august|september|october|november|december"
          + "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?";
  private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?";
  private static final String YEAR = "(?:,? (\\d{4}))?";
  private static final Pattern MONTH_FIRST = Pattern.compile(MONTH + " (?:the )?" + DAY + YEAR);
  private static final Pattern DAY_FIRST =
      Pattern.compile("(?:the )?" + DAY + " (?:of )?" + MONTH + YEAR);

  private CalendarWords() {}

  /** Whether both are the same weekday, month or date. */
  static boolean areSame(String gold, String answer) {
    Optional<String> g = canonical(gold);
    return g.isPresent() && g.equals(canonical(answer));
  }

  private static Optional<String> canonical(String words) {
    String w = words.strip().toLowerCase(Locale.ROOT);
    String name = w.endsWith(".") ? w.substring(0, w.length() - 1) : w;
    if (SHORT.containsKey(name) || SHORT.containsValue(name)) {
      return Optional.of(SHORT.getOrDefault(name, name));
    }
    Matcher m = MONTH_FIRST.matcher(w);
    if (m.matches()) {
      return date(m.group(1), m.group(2), m.group(3));
    }
    Matcher d = DAY_FIRST.matcher(w);
    return d.matches() ? date(d.group(2), d.group(1), d.group(3)) : Optional.empty();
  }

  private static Optional<String> date(String month, String day, String year) {
    return Optional.of(
        SHORT.getOrDefault(month, month)
            + " "
            + Integer.parseInt(day)
            + (year == null ? "" : " " + year));
  }
}
