package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.math.BigDecimal;
import java.util.Optional;

/** What is special about numbers written with a decimal point. */
final class Decimals {
  private Decimals() {}

  /** Whether a decimal occurs in the tree. */
  static boolean contains(Expr e) {
    if (e instanceof Expr.Num n) {
      return n.decimals() >= 0;
    }
    boolean[] found = {false};
    Trees.mapChildren(
        e,
        child -> {
          found[0] |= contains(child);
          return child;
        });
    return found[0];
  }

  /**
   * False when both are plain numbers that differ by a whole unit in the last written place of the
   * coarser one: 16386.18 is no rounding of 16386.17, however near in relative terms.
   */
  static boolean sameAtWrittenPrecision(Expr gold, Expr answer) {
    Optional<Expr.Num> g = number(gold);
    Optional<Expr.Num> a = number(answer);
    if (g.isEmpty() || a.isEmpty() || !a.get().value().hasFiniteDecimal()) {
      return true;
    }
    int places = Math.min(Math.max(0, g.get().decimals()), Math.max(0, a.get().decimals()));
    Rational unit = Rational.of(10).power(-places);
    return g.get().value().minus(a.get().value()).abs().compareTo(unit) < 0;
  }

  /**
   * Whether a decimal is the correct rounding of a fraction that no decimal can state exactly.
   *
   * @param significant digits the decimal must have at least, counted from its first non-zero one
   * @param places digits it must have at least after the point
   */
  static boolean isRounding(Rational exact, Expr answer, int significant, int places) {
    Optional<Expr.Num> a = number(answer);
    if (a.isEmpty() || exact.hasFiniteDecimal()) {
      return false;
    }
    int decimals = a.get().decimals();
    Rational scale = Rational.of(10).power(Math.max(0, decimals));
    int digits = a.get().value().times(scale).num().abs().toString().length();
    Rational half = Rational.of(1, 2).over(scale);
    return decimals >= places
        && digits >= significant
        && exact.minus(a.get().value()).abs().compareTo(half) <= 0;
  }

  /** Half a unit in the last place written. */
  static BigDecimal halfUnit(Expr.Num n) {
    return BigDecimal.valueOf(5, 1 + Math.max(0, n.decimals()));
  }

  /** The plain number a tree is, through signs, percent and units. */
  private static Optional<Expr.Num> number(Expr e) {
    if (e instanceof Expr.Num n) {
      return Optional.of(n);
    } else if (e instanceof Expr.Percent p) {
      return number(p.value());
    } else if (e instanceof Expr.Degrees d) {
      return number(d.value());
    } else if (e instanceof Expr.Measure m) {
      return number(m.value());
    }
    return Optional.empty();
  }
}
