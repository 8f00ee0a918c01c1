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
  private static final Pattern WORDS = Pattern.compile("[A-Za-z][A-Za-z' ,.-]*[A-Za-z]");
  private static final Pattern CHOICE = Pattern.compile("\\(?([A-J])\\)?");
  private static final Pattern CHOSEN = Pattern.compile("\\(?([A-J])(?:\\)?|\\)?[.:)]\\s.*)");

  private Words() {}

  /** The text alone: no text commands, dollar signs, spacing commands, doubled spaces. */
  static String plain(String answer) {
    String s = answer;
    for (int i = 0; i < 3; i++) {
      s = TEXT_COMMAND.matcher(s).replaceAll("$1");
    }
    return s.replace("\\left", "")
        .replace("\\right", "")
        .replaceAll("\\\\[ ,;:!]|[$~]|\\\\quad", " ")
        .replaceAll("\\s+", " ")
        .replaceAll("[\\s.]+$", "")
        .strip();
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
    boolean words = WORDS.matcher(g).matches();
    if (words && g.toLowerCase(Locale.ROOT).equals(a.toLowerCase(Locale.ROOT))) {
      return Optional.of(Decision.yes("same words"));
    }
    boolean oneLetter = g.length() == 1 && Character.isLetter(g.charAt(0)) && g.equals(a);
    return oneLetter ? Optional.of(Decision.yes("same letter")) : Optional.empty();
  }
}
