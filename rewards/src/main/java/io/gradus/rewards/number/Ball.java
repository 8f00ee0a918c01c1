package io.gradus.rewards.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A real number known to lie within a radius of a midpoint: about 40 digits, with every rounding
 * and truncation error counted into the radius. An operation that is not defined on the whole ball
 * throws ArithmeticException.
 */
public record Ball(BigDecimal mid, BigDecimal rad) {
  /** Precision of midpoints. */
  static final MathContext MC = new MathContext(44, RoundingMode.HALF_EVEN);

  static final MathContext UP = new MathContext(5, RoundingMode.UP);

  /** Bound of one rounding of a midpoint, relative. */
  private static final BigDecimal EPSILON = new BigDecimal("1E-43");

  private static final BigDecimal LARGEST = new BigDecimal("1E+4000");
  private static final BigDecimal SMALLEST = new BigDecimal("1E-4000");

  public static final Ball ZERO = exact(BigDecimal.ZERO);
  public static final Ball ONE = exact(BigDecimal.ONE);

  static Ball exact(BigDecimal d) {
    return new Ball(d, BigDecimal.ZERO);
  }

  /** A rounded midpoint whose rounding error joins the radius. */
  static Ball rounded(BigDecimal mid, BigDecimal rad) {
    BigDecimal size = mid.abs();
    if (size.compareTo(LARGEST) > 0) {
      throw new ArithmeticException("value too large to evaluate");
    }
    BigDecimal m = size.signum() != 0 && size.compareTo(SMALLEST) < 0 ? BigDecimal.ZERO : mid;
    BigDecimal underflow = m.signum() == 0 && size.signum() != 0 ? SMALLEST : BigDecimal.ZERO;
    return new Ball(m.round(MC), rad.add(size.multiply(EPSILON, UP), UP).add(underflow, UP));
  }

  /** A midpoint computed without error; only rounding it to our precision adds any. */
  private static Ball exactly(BigDecimal mid, BigDecimal rad) {
    return mid.precision() <= MC.getPrecision() && mid.abs().compareTo(LARGEST) <= 0
        ? new Ball(mid, rad)
        : rounded(mid, rad);
  }

  /** The ball around a fraction. */
  public static Ball of(Rational r) {
    BigDecimal q = new BigDecimal(r.num()).divide(new BigDecimal(r.den()), MC);
    boolean finite = r.isInteger() && r.num().bitLength() < 128;
    return finite ? exact(q) : rounded(q, BigDecimal.ZERO);
  }

  public Ball plus(Ball o) {
    return exactly(mid.add(o.mid), rad.add(o.rad, UP));
  }

  public Ball minus(Ball o) {
    return plus(o.negate());
  }

  public Ball negate() {
    return new Ball(mid.negate(), rad);
  }

  public Ball times(Ball o) {
    if (isExactZero() || o.isExactZero()) {
      return ZERO;
    }
    BigDecimal error =
        mid.abs()
            .multiply(o.rad, UP)
            .add(o.mid.abs().multiply(rad, UP), UP)
            .add(rad.multiply(o.rad, UP), UP);
    return exactly(mid.multiply(o.mid), error);
  }

  /** The quotient; the divisor must not contain zero. */
  public Ball over(Ball o) {
    BigDecimal least = o.least();
    if (least.signum() <= 0) {
      throw new ArithmeticException("division by zero");
    }
    BigDecimal quotient = mid.divide(o.mid, MC);
    BigDecimal error = rad.add(quotient.abs().multiply(o.rad, UP), UP).divide(least, UP);
    return rounded(quotient, error);
  }

  /** The square root; the ball must not reach below zero unless it is zero. */
  public Ball sqrt() {
    if (isExactZero()) {
      return ZERO;
    }
    BigDecimal least = mid.subtract(rad);
    if (least.signum() <= 0) {
      throw new ArithmeticException("root of a number too near zero");
    }
    return rounded(mid.sqrt(MC), rad.divide(least.sqrt(UP), UP));
  }

  /** Smallest absolute value in the ball, at least zero. */
  BigDecimal least() {
    return mid.abs().subtract(rad).max(BigDecimal.ZERO);
  }

  /** Largest absolute value in the ball. */
  BigDecimal most() {
    return mid.abs().add(rad);
  }

  public boolean isExactZero() {
    return mid.signum() == 0 && rad.signum() == 0;
  }

  public boolean containsZero() {
    return mid.abs().compareTo(rad) <= 0;
  }

  /** -1 or 1 when all of the ball has that sign; 0 when it contains zero. */
  public int sign() {
    return containsZero() ? 0 : mid.signum();
  }

  public double toDouble() {
    return mid.doubleValue();
  }
}
