package io.gradus.files;

/** Texts as messages show them. */
public final class Texts {
  private Texts() {}

  /**
   * At most so many characters of a text, with an ellipsis where it was cut; no character is cut in
   * two.
   */
  public static String shortened(String text, int most) {
    String begin = beginning(text, most);
    return begin.length() == text.length() ? text : begin + "…";
  }

  /** At most so many characters of a text; no character is cut in two. */
  public static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splitsPair = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splitsPair ? most - 1 : most);
  }
}
