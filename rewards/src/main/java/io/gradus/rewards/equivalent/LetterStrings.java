package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.Optional;

/**
 * Letters side by side that may be a word, a label or a sequence of outcomes rather than a product:
 * HTT is not THT, CAB not ABC, odd not dod.
 */
final class LetterStrings {
  private LetterStrings() {}

  /** Whether one is a triangle and the other its name: △ABC and ABC. */
  static boolean areSameTriangle(Expr gold, Expr answer) {
    return gold instanceof Expr.Var != answer instanceof Expr.Var
        && letters(gold).filter(g -> letters(answer).filter(g::equals).isPresent()).isPresent();
  }

  /** Whether both are nothing but letters, in an order that matters, and not the same ones. */
  static boolean differ(Expr gold, Expr answer) {
    Optional<String> g = letters(gold);
    Optional<String> a = letters(answer);
    if (g.isEmpty() || a.isEmpty() || g.get().equals(a.get())) {
      return false;
    }
    return orderMatters(g.get()) || orderMatters(a.get());
  }

  private static Optional<String> letters(Expr e) {
    if (e instanceof Expr.Var v && v.name().startsWith("triangle ")) {
      return Optional.of(v.name().substring("triangle ".length()));
    }
    if (!(e instanceof Expr.Mul m)) {
      return Optional.empty();
    }
    StringBuilder letters = new StringBuilder();
    for (Expr factor : m.factors()) {
      String name =
          factor instanceof Expr.Var v
              ? v.name()
              : factor == Expr.Const.E ? "e" : factor == Expr.Const.I ? "i" : "";
      if (name.length() != 1) {
        return Optional.empty();
      }
      letters.append(name);
    }
    return Optional.of(letters.toString());
  }

  /**
   * Two small letters, neighbours in the alphabet, or letters that make no syllable are factors.
   */
  private static boolean orderMatters(String letters) {
    boolean capital = letters.chars().anyMatch(Character::isUpperCase);
    if (capital) {
      return letters.chars().allMatch(Character::isUpperCase) || letters.length() > 2;
    }
    boolean vowel = letters.chars().anyMatch(c -> "aeiou".indexOf(c) >= 0);
    return letters.length() > 2 && vowel && !areNeighbours(letters);
  }

  private static boolean areNeighbours(String letters) {
    int least = letters.chars().min().orElse(0);
    int most = letters.chars().max().orElse(0);
    return letters.chars().distinct().count() == letters.length()
        && most - least == letters.length() - 1;
  }
}
