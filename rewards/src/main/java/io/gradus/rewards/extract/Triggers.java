package io.gradus.rewards.extract;

import java.util.Locale;
import java.util.Set;

/** Whether a text has one of some words: far quicker than a pattern with all that may follow. */
final class Triggers {
  private Triggers() {}

  /** Whether one of the words, in lower case, occurs. Other signs than letters part words. */
  static boolean any(String text, Set<String> words) {
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        String word = text.substring(start, i);
        if (words.contains(word) || words.contains(word.toLowerCase(Locale.ROOT))) {
          return true;
        }
        start = -1;
      }
    }
    return false;
  }
}
