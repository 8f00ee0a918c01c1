package io.gradus.rewards.extract;

/**
 * What a text shows, in one pass, of the words that introduce an answer: far quicker than their
 * patterns, which are tried only where one of them may match.
 *
 * @param english where English words for an answer may begin, or -1 if there are none
 * @param foreign whether parts of such words of other languages occur
 * @param colon whether there is a colon
 */
record Signs(int english, boolean foreign, boolean colon) {
  /** So many characters of a cue may stand before "answer": "correct ". */
  private static final int BEFORE_ANSWER = 8;

  /** The signs at or after an offset. */
  static Signs of(String text, int after) {
    int english = -1;
    boolean foreign = false;
    boolean colon = false;
    for (int i = after; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        colon = true;
      } else if (english < 0 && isEnglish(text, i, c)) {
        english = Math.max(after, i - BEFORE_ANSWER);
      }
      foreign = foreign || isForeign(text, i, c);
    }
    return new Signs(english, foreign, colon);
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
