package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names with a fixed meaning: functions, constants, number words. */
final class Words {
  /** Functions of one argument. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "arccot",
          "arcsec", "arccsc", "sinh", "cosh", "tanh", "ln", "log", "lg", "exp", "sqrt", "abs",
          "floor", "ceil", "det", "max", "min", "gcd", "lcm", "cis", "sgn", "asin", "acos", "atan");

  private static final Map<String, String> SYNONYMS =
      Map.of("asin", "arcsin", "acos", "arccos", "atan", "arctan");
  private static final Set<String> GREEK =
      Set.of(
          "alpha",
          "beta",
          "gamma",
          "delta",
          "epsilon",
          "varepsilon",
          "zeta",
          "eta",
          "theta",
          "vartheta",
          "iota",
          "kappa",
          "lambda",
          "mu",
          "nu",
          "xi",
          "rho",
          "sigma",
          "tau",
          "upsilon",
          "phi",
          "varphi",
          "chi",
          "psi",
          "omega",
          "Gamma",
          "Delta",
          "Theta",
          "Lambda",
          "Xi",
          "Sigma",
          "Phi",
          "Psi",
          "Omega",
          "ell",
          "hbar",
          "Pi");
  private static final List<String> UNITS_TO_NINETEEN =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> ORDINALS =
      List.of(
          "zeroth",
          "first",
          "second",
          "third",
          "fourth",
          "fifth",
          "sixth",
          "seventh",
          "eighth",
          "ninth",
          "tenth",
          "eleventh",
          "twelfth",
          "thirteenth",
          "fourteenth",
          "fifteenth",
          "sixteenth",
          "seventeenth",
          "eighteenth",
          "nineteenth");
  private static final List<String> TENTHS =
      List.of(
          "twentieth",
          "thirtieth",
          "fortieth",
          "fiftieth",
          "sixtieth",
          "seventieth",
          "eightieth",
          "ninetieth");

  private Words() {}

  static Optional<String> function(String word) {
    return FUNCTIONS.contains(word)
        ? Optional.of(SYNONYMS.getOrDefault(word, word))
        : Optional.empty();
  }

  static boolean isGreek(String word) {
    return GREEK.contains(word);
  }

  static Optional<Expr> constant(String word) {
    return switch (word) {
      case "pi" -> Optional.of(Expr.Const.PI);
      case "infinity", "infty", "inf", "oo", "Infinity" -> Optional.of(Expr.Const.INFINITY);
      default -> Optional.empty();
    };
  }

  /** The number a phrase spells out, cardinal or ordinal, up to a hundred. */
  static Optional<Rational> number(String phrase) {
    String words = phrase.toLowerCase(Locale.ROOT).replace('-', ' ').strip();
    if (words.equals("hundred") || words.equals("one hundred") || words.equals("a hundred")) {
      return Optional.of(Rational.of(100));
    }
    if (words.equals("hundredth") || words.equals("one hundredth")) {
      return Optional.of(Rational.of(100));
    }
    int small = Math.max(UNITS_TO_NINETEEN.indexOf(words), ORDINALS.indexOf(words));
    if (small >= 0) {
      return Optional.of(Rational.of(small));
    }
    int space = words.indexOf(' ');
    String first = space < 0 ? words : words.substring(0, space);
    int tens =
        space < 0 ? Math.max(TENS.indexOf(first), TENTHS.indexOf(first)) : TENS.indexOf(first);
    if (tens < 0) {
      return Optional.empty();
    }
    String rest = space < 0 ? "" : words.substring(space + 1).strip();
    int ones = Math.max(UNITS_TO_NINETEEN.indexOf(rest), ORDINALS.indexOf(rest));
    if (!rest.isEmpty() && (ones < 1 || ones > 9)) {
      return Optional.empty();
    }
    return Optional.of(Rational.of(20 + 10L * tens + (rest.isEmpty() ? 0 : ones)));
  }

  /** What a phrase names without any mathematical sign: a number, a set, infinity. */
  static Optional<Expr> phrase(String text) {
    Optional<Rational> number = number(text);
    if (number.isPresent()) {
      return number.map(Expr.Num::new);
    }
    return switch (text.strip().toLowerCase(Locale.ROOT).replace('-', ' ')) {
      case "one half" -> Optional.of(new Expr.Num(Rational.of(1, 2)));
      case "one third" -> Optional.of(new Expr.Num(Rational.of(1, 3)));
      case "two thirds" -> Optional.of(new Expr.Num(Rational.of(2, 3)));
      case "one fourth", "one quarter" -> Optional.of(new Expr.Num(Rational.of(1, 4)));
      case "three fourths", "three quarters" -> Optional.of(new Expr.Num(Rational.of(3, 4)));
      case "empty set", "the empty set", "no solution", "no solutions" ->
          Optional.of(new Expr.SetOf(List.of()));
      case "all real numbers", "all reals", "real numbers", "the real numbers" ->
          Optional.of(new Expr.Var("mathbb R"));
      case "infinity" -> Optional.of(Expr.Const.INFINITY);
      default -> Optional.empty();
    };
  }

  /** The factor a word after a number stands for: 5 million. */
  static Optional<Rational> multiplier(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "hundred" -> Optional.of(Rational.of(100));
      case "thousand" -> Optional.of(Rational.of(1_000));
      case "million" -> Optional.of(Rational.of(1_000_000));
      case "billion" -> Optional.of(Rational.of(1_000_000_000L));
      case "trillion" -> Optional.of(Rational.of(1_000_000_000_000L));
      default -> Optional.empty();
    };
  }
}
