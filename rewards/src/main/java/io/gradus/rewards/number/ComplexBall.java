package io.gradus.rewards.number;

import java.math.BigDecimal;

/** A complex number with error bounds; functions take their principal values. */
public record ComplexBall(Ball re, Ball im) {
  public static final ComplexBall ZERO = real(Ball.ZERO);
  public static final ComplexBall ONE = real(Ball.ONE);
  public static final ComplexBall I = new ComplexBall(Ball.ZERO, Ball.ONE);
  private static final ComplexBall TWO = of(Rational.TWO);
  private static final ComplexBall HALF = of(Rational.of(1, 2));

  public static ComplexBall real(Ball re) {
    return new ComplexBall(re, Ball.ZERO);
  }

  public static ComplexBall of(Rational r) {
    return real(Ball.of(r));
  }

  public boolean isReal() {
    return im.isExactZero();
  }

  public boolean isExactZero() {
    return re.isExactZero() && im.isExactZero();
  }

  public ComplexBall plus(ComplexBall o) {
    return new ComplexBall(re.plus(o.re), isReal() && o.isReal() ? Ball.ZERO : im.plus(o.im));
  }

  public ComplexBall negate() {
    return new ComplexBall(re.negate(), im.negate());
  }

  public ComplexBall minus(ComplexBall o) {
    return plus(o.negate());
  }

  public ComplexBall times(ComplexBall o) {
    if (isReal() && o.isReal()) {
      return real(re.times(o.re));
    }
    return new ComplexBall(
        re.times(o.re).minus(im.times(o.im)), re.times(o.im).plus(im.times(o.re)));
  }

  public ComplexBall over(ComplexBall o) {
    if (o.isReal()) {
      return new ComplexBall(re.over(o.re), isReal() ? Ball.ZERO : im.over(o.re));
    }
    Ball norm = o.re.times(o.re).plus(o.im.times(o.im));
    ComplexBall product = times(new ComplexBall(o.re, o.im.negate()));
    return new ComplexBall(product.re.over(norm), product.im.over(norm));
  }

  /** To an integer power. */
  public ComplexBall power(int n) {
    ComplexBall base = n < 0 ? ONE.over(this) : this;
    ComplexBall result = ONE;
    for (int k = Math.abs(n); k > 0; k >>= 1) {
      if ((k & 1) == 1) {
        result = result.times(base);
      }
      if (k > 1) {
        base = base.times(base);
      }
    }
    return result;
  }

  public ComplexBall abs() {
    if (isReal()) {
      return re.sign() < 0 ? negate() : re.sign() > 0 || re.isExactZero() ? this : undecided();
    }
    return real(re.times(re).plus(im.times(im)).sqrt());
  }

  private static ComplexBall undecided() {
    throw new ArithmeticException("a sign that cannot be told");
  }

  public ComplexBall exp() {
    Ball size = Elementary.exp(re);
    return isReal()
        ? real(size)
        : new ComplexBall(size.times(Elementary.cos(im)), size.times(Elementary.sin(im)));
  }

  public ComplexBall ln() {
    if (isReal()) {
      return re.sign() > 0
          ? real(Elementary.ln(re))
          : new ComplexBall(Elementary.ln(re.negate()), Elementary.PI);
    }
    Ball norm = re.times(re).plus(im.times(im));
    return new ComplexBall(Elementary.ln(norm).over(TWO.re), argument());
  }

  private Ball argument() {
    if (re.sign() > 0) {
      return Elementary.atan(im.over(re));
    }
    if (im.sign() == 0) {
      throw new ArithmeticException("an angle that cannot be told");
    }
    Ball half = Elementary.PI.over(TWO.re);
    Ball rest = Elementary.atan(re.over(im));
    return (im.sign() > 0 ? half : half.negate()).minus(rest);
  }

  public ComplexBall sqrt() {
    if (isReal()) {
      return re.sign() >= 0 ? real(re.sqrt()) : new ComplexBall(Ball.ZERO, re.negate().sqrt());
    }
    return ln().times(HALF).exp();
  }

  public ComplexBall power(ComplexBall exponent) {
    return exponent.times(ln()).exp();
  }

  public ComplexBall sin() {
    if (isReal()) {
      return real(Elementary.sin(re));
    }
    ComplexBall e = times(I).exp();
    return e.minus(ONE.over(e)).over(TWO.times(I));
  }

  public ComplexBall cos() {
    if (isReal()) {
      return real(Elementary.cos(re));
    }
    ComplexBall e = times(I).exp();
    return e.plus(ONE.over(e)).over(TWO);
  }

  public ComplexBall arcsin() {
    if (isReal()) {
      Ball rest = Ball.ONE.minus(re.times(re));
      if (rest.sign() > 0) {
        return real(Elementary.atan(re.over(rest.sqrt())));
      }
      if (re.equals(Ball.ONE) || re.negate().equals(Ball.ONE)) {
        return real(Elementary.PI.over(TWO.re).times(re));
      }
    }
    ComplexBall root = ONE.minus(times(this)).sqrt();
    ComplexBall ln = I.times(this).plus(root).ln();
    return ln.times(I).negate();
  }

  public ComplexBall arctan() {
    if (isReal()) {
      return real(Elementary.atan(re));
    }
    ComplexBall turned = times(I);
    return ONE.minus(turned).ln().minus(ONE.plus(turned).ln()).times(I).times(HALF);
  }

  /** Whether zero is among the values. */
  public boolean containsZero() {
    return re.containsZero() && im.containsZero();
  }

  /** Whether all values are within a distance of zero. */
  public boolean isWithin(BigDecimal distance) {
    return re.most().compareTo(distance) <= 0 && im.most().compareTo(distance) <= 0;
  }

  /** The larger of the two parts' sizes. */
  public BigDecimal magnitude() {
    return re.mid().abs().max(im.mid().abs());
  }
}
