package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** What is special about numbers written with a decimal point. */
final class Decimals {
  private static final BigDecimal DOUBLE_ERROR = new BigDecimal("2.3E-16");

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

  /** Gold decimals of up to so many places allow no other digit in them. */
  private static final int PLACES_THAT_COUNT = 4;

  /**
   * Whether the digits that are written let a number be the decimal gold answer: within half a unit
   * in its last place, or for more than four places in the last place of the coarser one. A number
   * with fewer of the first four places is no rounding but another number.
   */
  static boolean fitWrittenDigits(Expr gold, Expr answer, Scalars scalars) {
    Optional<Expr.Num> g = number(gold);
    if (g.isEmpty() || g.get().decimals() < 0) {
      return true;
    }
    int places = g.get().decimals();
    Optional<Expr.Num> a = number(answer).filter(n -> n.value().hasFiniteDecimal());
    if (a.isEmpty()) {
      return places > PLACES_THAT_COUNT || scalars.isWithin(gold, answer, halfUnit(places));
    }
    int answerPlaces = Math.max(0, a.get().decimals());
    Rational half =
        Rational.of(
            halfUnit(places <= PLACES_THAT_COUNT ? places : Math.min(places, answerPlaces)));
    return answerPlaces >= Math.min(PLACES_THAT_COUNT, places)
        && g.get().value().minus(a.get().value()).abs().compareTo(half) <= 0;
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
    return halfUnit(Math.max(0, n.decimals()));
  }

  /** Half a unit in the last place, or the error of a double where more digits are written. */
  static BigDecimal roundingError(Expr.Num n) {
    BigDecimal size =
        new BigDecimal(n.value().num())
            .divide(new BigDecimal(n.value().den()), MathContext.DECIMAL64)
            .abs();
    return halfUnit(n).max(size.multiply(DOUBLE_ERROR));
  }

  private static BigDecimal halfUnit(int places) {
    return BigDecimal.valueOf(5, 1 + places);
  }

  /** How many digits a decimal has, counted from its first non-zero one; 0 when it is none. */
  static int significantDigits(Expr e) {
    Optional<Expr.Num> n = number(e);
    if (n.isEmpty() || n.get().decimals() <= 0 || n.get().value().isZero()) {
      return 0;
    }
    Rational scaled = n.get().value().times(Rational.of(10).power(n.get().decimals()));
    return scaled.num().abs().toString().length();
  }

  /** The plain number a tree is, through signs, percent and units. */
  static Optional<Expr.Num> number(Expr e) {
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
