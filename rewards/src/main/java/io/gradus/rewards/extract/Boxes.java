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

  private static final Pattern ALWAYS_JOINS =
      Pattern.compile("(?:\\s|\\\\quad|\\\\qquad|\\\\[,;: )(\\]\\[]|[$+&\\\\]){0,16}");
  private static final Pattern CONNECTIVE =
      Pattern.compile(
          "(?s)(?:(?!\\n\\n|[.!?]\\s).)*(?:\\b(?:and|or)\\b|,|;)(?:(?!\\n\\n|[.!?]\\s).)*");

  private Boxes() {}

  /** Thrown when a box is never closed. */
  static final class Unbalanced extends Exception {
    private static final long serialVersionUID = 1L;

    Unbalanced() {
      super("a box is never closed", null, false, false);
    }
  }

  /** All boxes in order of appearance, neighbours joined. */
  static List<Box> find(String text) throws Unbalanced {
    List<Box> boxes = new ArrayList<>();
    int at = 0;
    while (true) {
      int start = next(text, at);
      if (start < 0) {
        return boxes;
      }
      int open = afterName(text, start);
      while (open < text.length() && Character.isWhitespace(text.charAt(open))) {
        open++;
      }
      if (open >= text.length() || text.charAt(open) != '{') {
        at = open;
        continue;
      }
      int close = closingBrace(text, open);
      if (close < 0) {
        throw new Unbalanced();
      }
      Box box = new Box(text.substring(open + 1, close).strip(), start, close + 1);
      Box last = boxes.isEmpty() ? null : boxes.get(boxes.size() - 1);
      if (last != null && joins(text.substring(last.end(), start), last, box)) {
        boxes.set(
            boxes.size() - 1,
            new Box(last.content() + ", " + box.content(), last.start(), box.end()));
      } else {
        boxes.add(box);
      }
      at = close + 1;
    }
  }

  private static int next(String text, int from) {
    int boxed = text.indexOf("\\boxed", from);
    int fbox = text.indexOf("\\fbox", from);
    if (boxed < 0 || fbox < 0) {
      return Math.max(boxed, fbox);
    }
    return Math.min(boxed, fbox);
  }

  private static int afterName(String text, int start) {
    return start + (text.startsWith("\\boxed", start) ? "\\boxed" : "\\fbox").length();
  }

  private static boolean joins(String between, Box last, Box box) {
    if (last.content().equals(box.content())) {
      return false;
    }
    return ALWAYS_JOINS.matcher(between).matches()
        || between.length() < JOIN_WITHIN && CONNECTIVE.matcher(between).matches();
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
