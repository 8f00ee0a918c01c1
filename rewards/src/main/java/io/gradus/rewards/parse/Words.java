package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names with a fixed meaning: functions, constants, number words. */
final class Words {
  /** Functions of one argument. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "sin",
          "cos",
          "tan",
          "cot",
          "sec",
          "csc",
          "arcsin",
          "arccos",
          "arctan",
          "arccot",
          "arcsec",
          "arccsc",
          "sinh",
          "cosh",
          "tanh",
          "ln",
          "log",
          "lg",
          "exp",
          "sqrt",
          "abs",
          "floor",
          "ceil",
          "det",
          "max",
          "min",
          "gcd",
          "lcm",
          "cis",
          "sgn",
          "asin",
          "acos",
          "atan",
          "factorial",
          "cbrt",
          "binomial",
          "Rational",
          "Fraction");

  private static final Map<String, String> SYNONYMS =
      Map.of(
          "asin",
          "arcsin",
          "acos",
          "arccos",
          "atan",
          "arctan",
          "binomial",
          "binom",
          "Rational",
          "fraction",
          "Fraction",
          "fraction");
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
  private static final int LONGEST = 80;
  private static final Pattern IN_TEXT =
      Pattern.compile("\\\\(?:text|textbf|mathrm|mbox|textrm)\\s?\\{([^{}\\\\]{1,80})\\}\\.?");

  /** "There are no real solutions". */
  private static final Pattern NO_SOLUTION =
      Pattern.compile(
          "(?:that )?(?:there (?:is|are|exists?) |(?:it|the equation|the system) has |we"
              + " (?:get|have|find) )?no (?:real |integer |such |valid |positive |possible"
              + " |rational )?(?:solutions?|values?|roots?|numbers?|integers?)(?: exists?| at all|"
              + " of x)?\\.?");

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

  /** What a phrase names without any mathematical sign: a number, a set, infinity. */
  static Optional<Expr> phrase(String asWritten) {
    Matcher inText = IN_TEXT.matcher(asWritten);
    String text = inText.matches() ? inText.group(1) : asWritten;
    if (text.length() > LONGEST || text.indexOf('\\') >= 0 || !hasLetter(text)) {
      return Optional.empty();
    }
    String words = text.strip().toLowerCase(Locale.ROOT).replace('-', ' ');
    if (NO_SOLUTION.matcher(words).matches()) {
      return Optional.of(new Expr.SetOf(List.of()));
    }
    return switch (words) {
      case "empty set",
              "the empty set",
              "no solution",
              "no solutions",
              "no real solution",
              "no real solutions",
              "no solution exists",
              "no solutions exist",
              "there is no solution",
              "there are no solutions",
              "none",
              "does not exist",
              "dne" ->
          Optional.of(new Expr.SetOf(List.of()));
      case "all real numbers", "all reals", "real numbers", "the real numbers", "all real" ->
          Optional.of(new Expr.Var("mathbb R"));
      case "all integers", "integers", "the integers", "any integer" ->
          Optional.of(new Expr.Var("mathbb Z"));
      case "all positive integers", "positive integers", "the positive integers" ->
          Optional.of(new Expr.Var("mathbb Z+"));
      case "infinity" -> Optional.of(Expr.Const.INFINITY);
      default -> NumberWords.quantity(words);
    };
  }

  private static boolean hasLetter(String text) {
    char c = text.isBlank() ? '0' : text.strip().charAt(0);
    return Character.isLetter(c);
  }

  /** The factor a word after a number stands for: 5 million. */
  static Optional<Rational> multiplier(String word) {
    if (word.equals("M")) {
      return Optional.of(Rational.of(1_000_000));
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "hundred" -> Optional.of(Rational.of(100));
      case "dozen", "dozens" -> Optional.of(Rational.of(12));
      case "half", "halves" -> Optional.of(Rational.of(1, 2));
      case "third", "thirds" -> Optional.of(Rational.of(1, 3));
      case "tenth", "tenths" -> Optional.of(Rational.of(1, 10));
      case "hundredth", "hundredths" -> Optional.of(Rational.of(1, 100));
      case "thousandth", "thousandths" -> Optional.of(Rational.of(1, 1000));
      case "thousand", "k" -> Optional.of(Rational.of(1_000));
      case "million" -> Optional.of(Rational.of(1_000_000));
      case "billion" -> Optional.of(Rational.of(1_000_000_000L));
      case "trillion" -> Optional.of(Rational.of(1_000_000_000_000L));
      default -> Optional.empty();
    };
  }
}
