package io.gradus.rewards.equivalent;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers that are words or the letter of a choice, compared as text. */
final class Words {
  private static final Pattern TEXT_COMMAND =
      Pattern.compile(
          "\\\\(?:text|textbf|textit|textrm|textnormal|textsf|mbox|hbox|mathrm|mathbf|mathit|operatorname|emph)\\s*\\{([^{}]*)}");
  private static final Pattern SIZING = Pattern.compile("\\\\left(?![a-z])|\\\\right(?![a-z])");
  private static final Pattern SPACING = Pattern.compile("\\\\[ ,;:!]|\\\\q?quad(?![a-z])");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z][A-Za-z' ,.-]*[A-Za-z]");
  private static final Pattern WORDS_AND_NUMBERS =
      Pattern.compile("(?=.*[A-Za-z]{3})[A-Za-z0-9][A-Za-z0-9' ,.:-]*");
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?:(?:so|thus|hence|therefore|then|finally),? )?(?:it|they|he|she|that|there|the(?: (?!not |un|non)[a-z]{2,15}){1,3})"
              + " (?:is|are|was|were|will be|must be|falls?|should be)(?: on| in)? ([a-z][a-z"
              + " -]{1,40})");

  /** The same with another verb: "the series converges". */
  private static final Pattern VERB =
      Pattern.compile(
          "(?:(?:so|thus|hence|therefore|then|finally),? )?(?:it|this|that|(?:the|this|our) (?:(?:given|infinite|improper|power|alternating|geometric|harmonic|original) )?(?:series|sequence|integral|limit|sum|product|function|statement|claim|expression)) ([a-z]{3,20}s)");

  private static final Pattern ARTICLE =
      Pattern.compile("^(?:that )?(?:(?:on|in|at) )?(?:an? |the )?(?=[a-z]{2})");
  private static final Pattern CHOICE = Pattern.compile("\\(?([A-J])\\)?");
  private static final Pattern CHOSEN = Pattern.compile("\\(?([A-J])(?:\\)?|\\)?[.:)]\\s.*)");

  private Words() {}

  /** The text alone: no text commands, dollar signs, spacing commands, doubled spaces. */
  static String plain(String answer) {
    String s = answer;
    if (s.indexOf('\\') >= 0) {
      for (int i = 0; i < 3 && s.contains("{"); i++) {
        s = TEXT_COMMAND.matcher(s).replaceAll("$1");
      }
      s = SIZING.matcher(s).replaceAll("");
      s = SPACING.matcher(s).replaceAll(" ");
    }
    StringBuilder plain = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      boolean space = Character.isWhitespace(c) || c == '$' || c == '~';
      if (!space) {
        plain.append(c);
      } else if (plain.length() > 0 && plain.charAt(plain.length() - 1) != ' ') {
        plain.append(' ');
      }
    }
    int end = plain.length();
    while (end > 0 && (plain.charAt(end - 1) == ' ' || plain.charAt(end - 1) == '.')) {
      end--;
    }
    return plain.substring(0, end);
  }

  /** "The lines are parallel" for "parallel"; no word between may turn it around. */
  private static boolean isSentenceAbout(String gold, String answer) {
    Matcher sentence = SENTENCE.matcher(answer);
    Matcher verb = VERB.matcher(answer);
    return gold.length() > 2
        && (sentence.matches() && withoutArticle(sentence.group(1)).equals(withoutArticle(gold))
            || verb.matches() && verb.group(1).equals(gold));
  }

  private static String withoutArticle(String words) {
    return ARTICLE.matcher(words.toLowerCase(Locale.ROOT)).replaceFirst("");
  }

  /** The text alone without any space, for notation that is not understood otherwise. */
  static String squeezed(String answer) {
    return plain(answer)
        .replace(" ", "")
        .replace("\\\\", "\\")
        .replace("\\dfrac", "\\frac")
        .replace("\\tfrac", "\\frac");
  }

  private static boolean isWords(String plain) {
    return WORDS.matcher(plain).matches() || WORDS_AND_NUMBERS.matcher(plain).matches();
  }

  /** Whether a gold answer is words, the letter of a choice, or another letter. */
  static boolean areWords(String gold) {
    String g = plain(gold);
    boolean oneLetter = g.length() == 1 && Character.isLetter(g.charAt(0));
    return oneLetter || CHOICE.matcher(g).matches() || isWords(g);
  }

  /**
   * The decision when the gold answer is words or a choice; nothing when it has to be read as
   * mathematics.
   */
  static Optional<Decision> compare(String gold, String answer) {
    String g = plain(gold);
    String a = plain(answer);
    Matcher choice = CHOICE.matcher(g);
    if (choice.matches()) {
      Matcher chosen = CHOSEN.matcher(a);
      if (chosen.matches() && chosen.group(1).equals(choice.group(1))) {
        return Optional.of(Decision.yes("same choice"));
      }
    }
    boolean words = isWords(g);
    if (words && (withoutArticle(g).equals(withoutArticle(a)) || CalendarWords.areSame(g, a))) {
      return Optional.of(Decision.yes("same words"));
    }
    if (words && isSentenceAbout(g.toLowerCase(Locale.ROOT), a.toLowerCase(Locale.ROOT))) {
      return Optional.of(Decision.yes("same words in a sentence"));
    }
    boolean oneLetter = g.length() == 1 && Character.isLetter(g.charAt(0)) && g.equals(a);
    return oneLetter ? Optional.of(Decision.yes("same letter")) : Optional.empty();
  }
}
