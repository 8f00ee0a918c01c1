package io.gradus.rewards.extract;

/**
 * Where the words that introduce an answer may stand in a text, in one pass: far quicker than their
 * patterns, which are tried only from there. Only the last of such places count, as only the last
 * statements of a text are looked at.
 *
 * @param english where the first of the last English words for an answer may begin, or -1
 * @param foreign where the first of the last such words of other languages may begin, or -1
 * @param colon where the first of the last lines with a colon begins, or -1
 */
record Signs(int english, int foreign, int colon) {
  /** So many places of a kind, from the end, are tried. */
  static final int MOST = 500;

  /** So many characters of a cue may stand before "answer": "correct ". */
  private static final int BEFORE_ANSWER = 8;

  /** So many characters of a cue may stand before the sign: "die endgültige L[ö]sung". */
  private static final int BEFORE_FOREIGN = 20;

  /** The last offsets that were added. */
  private static final class Last {
    private final int[] offsets = new int[MOST];
    private int count;

    void add(int offset) {
      offsets[count++ % MOST] = offset;
    }

    /** The first of the offsets that are kept, or -1. */
    int first() {
      return count == 0 ? -1 : offsets[count <= MOST ? 0 : count % MOST];
    }

    /** The first one, so far before it as a cue may begin. */
    int first(int before, int after) {
      return count == 0 ? -1 : Math.max(after, first() - before);
    }
  }

  /** The signs at or after an offset. */
  static Signs of(String text, int after) {
    Last english = new Last();
    Last foreign = new Last();
    Last colon = new Last();
    int line = after;
    boolean counted = false;
    for (int i = after; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && !counted) {
        colon.add(line);
        counted = true;
      } else if (isLineBreak(c)) {
        line = i;
        counted = false;
      } else if (isEnglish(text, i, c)) {
        english.add(i);
      }
      if (isForeign(text, i, c)) {
        foreign.add(i);
      }
    }
    return new Signs(
        english.first(BEFORE_ANSWER, after), foreign.first(BEFORE_FOREIGN, after), colon.first());
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  private static boolean isEnglish(String text, int at, char c) {
    return switch (c) {
      case 'a', 'A' -> next(text, at, 'n') && is(text, at, "ans");
      case 'f', 'F' -> next(text, at, 'i') && is(text, at, "final ");
      default -> false;
    };
  }

  private static boolean isForeign(String text, int at, char c) {
    return switch (c) {
      case 'a', 'A' -> next(text, at, 'n') && is(text, at, "antwort");
      case 'r', 'R' -> next(text, at, 'g') && is(text, at, "rgebnis");
      case 'p', 'P' -> next(text, at, 'o') && is(text, at, "ponse");
      case 's', 'S' ->
          next(text, at, 'u')
                  && (is(text, at, "sung") || is(text, at, "sultat") || is(text, at, "sultad"))
              || next(text, at, 'p') && (is(text, at, "spuesta") || is(text, at, "sposta"))
              || next(text, at, 'o') && is(text, at, "soluci");
      case 'т' -> text.startsWith("твет", at);
      case '答', '果' -> true;
      default -> false;
    };
  }

  /** Whether a letter comes next, in either case. */
  private static boolean next(String text, int at, char letter) {
    return at + 1 < text.length() && (text.charAt(at + 1) | 0x20) == letter;
  }

  private static boolean is(String text, int at, String words) {
    return text.regionMatches(true, at, words, 0, words.length());
  }
}
