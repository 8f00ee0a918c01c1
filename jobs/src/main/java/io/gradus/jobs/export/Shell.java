package io.gradus.jobs.export;

import java.util.regex.Pattern;

/** Texts as words of a shell script. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** A word that stands for exactly this text. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Text as comment lines of a script. */
  static String comment(String text) {
    return "# " + text.replaceAll("\\R", " ");
  }
}
