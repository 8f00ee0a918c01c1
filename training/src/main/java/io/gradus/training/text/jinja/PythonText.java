package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text operations as Python has them: by code points, with Python's idea of white space. */
final class PythonText {
  private static final Pattern LINE_END =
      Pattern.compile("\r\n|[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]");
  private static final Pattern WORD =
      Pattern.compile("[-\\s({\\[<]+|[^-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WORD_CHARACTERS = Pattern.compile("[\\p{L}\\p{N}_]+");

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

  /** Splits at runs of white space, at most {@code limit} times from the left. */
  static List<Object> words(String text, int limit) {
    List<Object> words = new ArrayList<>();
    String rest = stripLeft(text, PythonText::isSpace);
    while (!rest.isEmpty() && words.size() < limit) {
      String behind = stripLeft(rest, c -> !isSpace(c));
      words.add(rest.substring(0, rest.length() - behind.length()));
      rest = stripLeft(behind, PythonText::isSpace);
    }
    if (!rest.isEmpty()) {
      words.add(rest);
    }
    return words;
  }

  /** The lines, by every character that Python ends one with. */
  static List<Object> lines(String text, boolean keepEnds) {
    List<Object> lines = new ArrayList<>();
    Matcher end = LINE_END.matcher(text);
    int begin = 0;
    while (end.find()) {
      lines.add(text.substring(begin, keepEnds ? end.end() : end.start()));
      begin = end.end();
    }
    if (begin < text.length()) {
      lines.add(text.substring(begin));
    }
    return lines;
  }

  /** Letters behind no letter in title case, the others in lower, as {@code str.title} does. */
  static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inside = false;
    for (int c : text.codePoints().toArray()) {
      boolean letter =
          Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
      if (letter && c > 0x24f) {
        throw new JinjaException("title is not supported for '" + Character.toString(c) + "'");
      }
      title.append(inside ? lower(Character.toString(c)) : capitalize(Character.toString(c)));
      inside = letter;
    }
    return title.toString();
  }

  /** jinja2's filter title, which knows words by blanks, hyphens and opening brackets. */
  static String titleOfWords(String text) {
    StringBuilder title = new StringBuilder();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String found = word.group();
      int first = found.offsetByCodePoints(0, 1);
      title.append(upper(found.substring(0, first))).append(lower(found.substring(first)));
    }
    return title.toString();
  }

  static Object wordCount(String text) {
    return WORD_CHARACTERS.matcher(text).results().count();
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
    return Character.toString(Character.toUpperCase(first))
        + lower(text).substring(lower(text.substring(0, rest)).length());
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
