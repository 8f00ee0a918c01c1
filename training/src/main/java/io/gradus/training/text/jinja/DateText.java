package io.gradus.training.text.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Dates as C's {@code strftime} writes them in English. */
final class DateText {
  /** What strftime's letters mean. */
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('d', "dd"),
          Map.entry('m', "MM"),
          Map.entry('Y', "yyyy"),
          Map.entry('y', "yy"),
          Map.entry('b', "MMM"),
          Map.entry('h', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('f', "SSSSSS"),
          Map.entry('p', "a"),
          Map.entry('j', "DDD"),
          Map.entry('e', "ppd"),
          Map.entry('F', "yyyy-MM-dd"),
          Map.entry('T', "HH:mm:ss"),
          Map.entry('X', "HH:mm:ss"),
          Map.entry('R', "HH:mm"),
          Map.entry('D', "MM/dd/yy"),
          Map.entry('x', "MM/dd/yy"),
          Map.entry('c', "EEE MMM ppd HH:mm:ss yyyy"));

  /** The numbers that {@code -} behind the percent sign writes without a leading zero. */
  private static final Map<Character, String> UNPADDED =
      Map.of('d', "d", 'e', "d", 'm', "M", 'H', "H", 'I', "h", 'M', "m", 'S', "s", 'j', "D");

  private DateText() {}

  static String of(ZonedDateTime time, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      boolean unpadded = format.startsWith("-", i + 1);
      i += unpadded ? 2 : 1;
      char letter = i < format.length() ? format.charAt(i) : ' ';
      text.append(unpadded ? formatted(time, UNPADDED, letter) : directive(time, letter));
    }
    return text.toString();
  }

  private static String directive(ZonedDateTime time, char letter) {
    return switch (letter) {
      case '%' -> "%";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'Z', 'z' -> ""; // transformers' date has no zone
      case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
      default -> formatted(time, PATTERNS, letter);
    };
  }

  private static String formatted(
      ZonedDateTime time, Map<Character, String> patterns, char letter) {
    String pattern = patterns.get(letter);
    if (pattern == null) {
      throw new JinjaException("strftime_now does not support %" + letter);
    }
    return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
  }
}
