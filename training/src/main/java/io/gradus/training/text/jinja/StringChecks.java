package io.gradus.training.text.jinja;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Python's questions to a string, such as {@code isdigit}: false of an empty one. */
final class StringChecks {
  static final Map<String, Predicate<String>> BY_NAME =
      Map.of(
          "isdigit", all(c -> Character.isDigit(ascii(c))),
          "isdecimal", all(Character::isDigit),
          "isnumeric", all(c -> Character.isDigit(ascii(c))),
          "isalpha", all(Character::isLetter),
          "isalnum", all(c -> Character.isLetter(c) || Character.isDigit(ascii(c))),
          "isspace", all(PythonText::isSpace),
          "isascii", text -> text.chars().allMatch(c -> c < 128),
          "islower", text -> Tests.isAll(text, Character::isLowerCase),
          "isupper", text -> Tests.isAll(text, Character::isUpperCase));

  private StringChecks() {}

  private static Predicate<String> all(IntPredicate holds) {
    return text -> !text.isEmpty() && text.codePoints().allMatch(holds);
  }

  /** Digits and numbers of other scripts are told apart by tables that Java does not have. */
  private static int ascii(int c) {
    int type = Character.getType(c);
    boolean number =
        type == Character.OTHER_NUMBER
            || type == Character.LETTER_NUMBER
            || (c > 127 && type == Character.DECIMAL_DIGIT_NUMBER);
    if (number) {
      throw new JinjaException("'" + Character.toString(c) + "' is not supported here");
    }
    return c;
  }
}
