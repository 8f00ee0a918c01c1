package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The \boxed{…} commands of a text, joined where several together state one list. */
final class Boxes {
  /**
   * A stretch of text with one box, or several joined.
   *
   * @param content the box's content, contents of joined boxes separated by commas
   * @param start offset of the first box's backslash
   * @param end offset after the last box's closing brace
   */
  record Box(String content, int start, int end) {}

  /** Boxes further apart than this are separate statements even with "and" between them. */
  private static final int JOIN_WITHIN = 70;

  /** Boxes with more characters together are too long for one answer. */
  static final int LONGEST_JOINED = 4_000;

  /** More boxes than this are no answer. */
  static final int MOST = 200;

  private static final Pattern ALWAYS_JOINS =
      Pattern.compile("(?:\\s|\\\\quad|\\\\qquad|\\\\[,;: )(\\]\\[]|[$+&\\\\]){0,16}");
  private static final Pattern NEXT_NAME =
      Pattern.compile("[\\s$.,;\\\\)(\\]\\[]{0,16}[A-Za-z]_\\{?\\w{1,3}\\}?\\s{0,3}=\\s{0,3}");
  private static final Pattern NAME = Pattern.compile("^[A-Za-z]\\s{0,3}=\\s{0,3}");
  private static final Pattern CONNECTIVE = Pattern.compile("\\b(?:and|or)\\b|,|;");
  private static final Pattern SENTENCE_END = Pattern.compile("\\n\\n|[.!?]\\s");

  private Boxes() {}

  /** The boxes cannot be told; says why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** All boxes in order of appearance, neighbours joined. */
  static List<Box> find(String text) throws Malformed {
    List<Box> boxes = new ArrayList<>();
    int count = 0;
    for (int at = text.indexOf("box"); at >= 0; at = text.indexOf("box", at)) {
      int start = commandStart(text, at);
      int open = at + (text.startsWith("boxed", at) ? "boxed" : "box").length();
      while (open < text.length() && Character.isWhitespace(text.charAt(open))) {
        open++;
      }
      if (start >= 0 && open < text.length() && isBareNumber(text, open)) {
        int end = numberEnd(text, open);
        at = end;
        count += add(boxes, text, new Box(text.substring(open, end), start, end));
        check(count);
        continue;
      }
      if (start < 0 || open >= text.length() || text.charAt(open) != '{') {
        at += "box".length();
        continue;
      }
      int close = closingBrace(text, open);
      if (close < 0) {
        throw new Malformed("a box is never closed");
      }
      Box box = new Box(text.substring(open + 1, close).strip(), start, close + 1);
      at = close + 1;
      count += add(boxes, text, box);
      check(count);
    }
    return boxes;
  }

  private static void check(int count) throws Malformed {
    if (count > MOST) {
      throw new Malformed("more than " + MOST + " boxes");
    }
  }

  /** Adds a box, joined with the last one where both state one list. Returns how many are new. */
  private static int add(List<Box> boxes, String text, Box box) {
    if (!boxes.isEmpty() && boxes.get(boxes.size() - 1).content().equals(box.content())) {
      boxes.set(boxes.size() - 1, box); // models repeat themselves
      return 0;
    }
    append(boxes, text, box);
    return 1;
  }

  /** "\boxed 42": digits after a space. */
  private static boolean isBareNumber(String text, int at) {
    return Character.isWhitespace(text.charAt(at - 1)) && numberEnd(text, at) > at;
  }

  private static int numberEnd(String text, int at) {
    int end = at;
    while (end < text.length() && end < at + 40 && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * Offset of the backslash of \boxed, \fbox or \framebox whose "box" stands at an offset, or -1;
   * that of "boxed{" where the backslash was lost.
   */
  private static int commandStart(String text, int at) {
    if (text.startsWith("boxed", at)) {
      boolean command = at > 0 && text.charAt(at - 1) == '\\';
      boolean word = at > 0 && Character.isLetter(text.charAt(at - 1));
      return command ? at - 1 : !word && text.startsWith("boxed{", at) ? at : -1;
    }
    if (at > 5 && text.startsWith("\\frame", at - 6)) {
      return at - 6;
    }
    return at > 1 && text.startsWith("\\f", at - 2) ? at - 2 : -1;
  }

  /** The value without its name before it and its unit after it. */
  private static String core(String content) {
    String value = NAME.matcher(content).replaceFirst("");
    int text = value.indexOf("\\text");
    return (text < 0 ? value : value.substring(0, text)).replace(" ", "");
  }

  private static void append(List<Box> boxes, String text, Box box) {
    int last = boxes.size() - 1;
    if (last >= 0
        && joins(text.substring(boxes.get(last).end(), box.start()), boxes.get(last), box)) {
      Box before = boxes.get(last);
      boxes.set(last, new Box(before.content() + ", " + box.content(), before.start(), box.end()));
    } else {
      boxes.add(box);
    }
  }

  private static boolean joins(String between, Box last, Box box) {
    boolean fit = last.content().length() + box.content().length() <= LONGEST_JOINED;
    if (last.content().isBlank() || box.content().isBlank()) {
      return false;
    }
    if (!fit || between.length() >= JOIN_WITHIN) {
      return false;
    }
    if (core(last.content()).equals(core(box.content()))) {
      return false; // said twice
    }
    return ALWAYS_JOINS.matcher(between).matches()
        || NEXT_NAME.matcher(between).matches()
        || CONNECTIVE.matcher(between).find() && !SENTENCE_END.matcher(between).find();
  }

  /** Offset of the brace closing the one at an offset, or -1. */
  static int closingBrace(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
