package io.gradus.rewards.extract;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The words of a text: to look for them is far quicker than a pattern with all that may follow. */
final class Triggers {
  private Triggers() {}

  /** Whether one of the words, in lower case, occurs. Other signs than letters part words. */
  static boolean any(String text, Set<String> words) {
    return !Collections.disjoint(words(text), words);
  }

  /** The words of a text in lower case. Other signs than letters part words. */
  static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
        start = -1;
      }
    }
    return words;
  }
}
