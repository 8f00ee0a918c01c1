package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;

/**
 * A quotient of two sums of monomials; the denominator is 1 or has several terms, because a single
 * term moves into the numerator as a negative power. Equality is cross multiplication, so no
 * greatest common divisor is ever needed.
 */
record Form(Poly num, Poly den) {
  static final Form ZERO = of(Poly.ZERO);
  static final Form ONE = of(Poly.ONE);

  static Form of(Poly p) {
    return new Form(p, Poly.ONE);
  }

  static Form of(Rational r) {
    return of(Poly.constant(r));
  }

  boolean isPoly() {
    return den.equals(Poly.ONE);
  }

  boolean isZero() {
    return num.isZero();
  }

  boolean isRational() {
    return isPoly() && num.isConstant();
  }

  Rational rational() {
    return num.constantValue();
  }

  Form plus(Form o, Budget b) {
    if (den.equals(o.den)) {
      return make(num.plus(o.num, b), den, b);
    }
    return make(num.times(o.den, b).plus(o.num.times(den, b), b), den.times(o.den, b), b);
  }

  Form minus(Form o, Budget b) {
    return plus(new Form(o.num.scale(Rational.MINUS_ONE), o.den), b);
  }

  Form times(Form o, Budget b) {
    return make(num.times(o.num, b), den.times(o.den, b), b);
  }

  Form inverse(Budget b) {
    return make(den, num, b);
  }

  /** To an integer power. */
  Form power(int n, Budget b) {
    if (isPoly() && num.isSingle()) {
      b.spend(10);
      return of(num.singlePower(Rational.of(n)));
    }
    Form base = n < 0 ? inverse(b) : this;
    Form result = ONE;
    for (int k = Math.abs(n); k > 0; k >>= 1) {
      if ((k & 1) == 1) {
        result = result.times(base, b);
      }
      if (k > 1) {
        base = base.times(base, b);
      }
    }
    return result;
  }

  private static Form make(Poly num, Poly den, Budget b) {
    if (den.isZero()) {
      throw new ArithmeticException("division by zero");
    }
    if (num.isZero()) {
      return ZERO;
    }
    if (den.isSingle()) {
      Poly inverse = den.equals(Poly.ONE) ? Poly.ONE : den.singlePower(Rational.MINUS_ONE);
      return of(inverse.equals(Poly.ONE) ? num : num.times(inverse, b));
    }
    return new Form(num, den);
  }

  boolean sameAs(Form o, Budget b) {
    return minus(o, b).isZero();
  }

  @Override
  public String toString() {
    return isPoly() ? num.toString() : num + "/" + den;
  }
}
