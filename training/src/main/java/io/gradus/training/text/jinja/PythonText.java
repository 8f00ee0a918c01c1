package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Text operations as Python has them: by code points, with Python's idea of white space. */
final class PythonText {
  private PythonText() {}

  /** Whether Python's {@code str.isspace} holds for the character. */
  static boolean isSpace(int character) {
    return switch (character) {
      case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
      default ->
          (character >= 0x09 && character <= 0x0d)
              || (character >= 0x1c && character <= 0x20)
              || (character >= 0x2000 && character <= 0x200a);
    };
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The characters as strings of one. */
  static List<Object> characters(String text) {
    List<Object> characters = new ArrayList<>();
    text.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }

  static String stripLeft(String text, IntPredicate stripped) {
    int begin = 0;
    while (begin < text.length() && stripped.test(text.codePointAt(begin))) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    return text.substring(begin);
  }

  static String stripRight(String text, IntPredicate stripped) {
    int end = text.length();
    while (end > 0 && stripped.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  static String strip(String text, IntPredicate stripped) {
    return stripLeft(stripRight(text, stripped), stripped);
  }

  /** Splits at runs of white space, as {@code str.split()} does. */
  static List<Object> words(String text) {
    List<Object> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (!isSpace(c)) {
                word.appendCodePoint(c);
              } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
              }
            });
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** Splits at a separator, at most {@code limit} times from the left. */
  static List<Object> split(String text, String separator, int limit) {
    List<Object> parts = new ArrayList<>();
    int begin = 0;
    for (int at = text.indexOf(separator);
        at >= 0 && parts.size() < limit;
        at = text.indexOf(separator, begin)) {
      parts.add(text.substring(begin, at));
      begin = at + separator.length();
    }
    parts.add(text.substring(begin));
    return parts;
  }

  /** Splits at a separator, at most {@code limit} times from the right. */
  static List<Object> splitRight(String text, String separator, int limit) {
    List<Object> parts = new ArrayList<>();
    int end = text.length();
    while (parts.size() < limit) {
      int at = text.lastIndexOf(separator, end - separator.length());
      if (at < 0 || end < separator.length()) {
        break;
      }
      parts.add(0, text.substring(at + separator.length(), end));
      end = at;
    }
    parts.add(0, text.substring(0, end));
    return parts;
  }

  /** Replaces the first {@code limit} occurrences. */
  static String replace(String text, String old, String with, int limit) {
    if (limit == Integer.MAX_VALUE || old.isEmpty()) {
      if (limit != Integer.MAX_VALUE) {
        throw new JinjaException("replacing the empty string is not supported with a count");
      }
      return text.replace(old, with);
    }
    return String.join(with, split(text, old, limit).toArray(String[]::new));
  }

  /** First character in upper case, the others in lower. */
  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    if (first != Character.toUpperCase(first)
        && Character.toTitleCase(first) != Character.toUpperCase(first)) {
      throw new JinjaException(
          "capitalize is not supported for '" + Character.toString(first) + "'");
    }
    int rest = Character.charCount(first);
    return Character.toString(Character.toUpperCase(first)) + lower(text.substring(rest));
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
