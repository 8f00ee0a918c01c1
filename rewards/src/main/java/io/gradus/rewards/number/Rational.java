package io.gradus.rewards.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An exact fraction in lowest terms with a positive denominator. Sizes are limited so that no input
 * can make arithmetic slow: a result of more than {@link #MAX_BITS} bits, or fewer for a fraction,
 * throws {@link Budget.Exceeded}.
 */
public record Rational(BigInteger num, BigInteger den) implements Comparable<Rational> {
  /** Largest size of an integer; about 6,000 decimal digits. */
  public static final int MAX_BITS = 20_000;

  /** Largest size of a numerator or denominator, whose common divisors cost more: 2,400 digits. */
  private static final int MAX_FRACTION_BITS = 8_000;

  public static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);
  public static final Rational ONE = of(1);
  public static final Rational TWO = of(2);
  public static final Rational MINUS_ONE = of(-1);

  /** Puts the fraction into lowest terms. */
  public Rational {
    if (den.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    if (den.signum() < 0) {
      num = num.negate();
      den = den.negate();
    }
    if (num.bitLength() > 2 * MAX_BITS || den.bitLength() > 2 * MAX_FRACTION_BITS) {
      throw new Budget.Exceeded("a number has too many digits");
    }
    if (!den.equals(BigInteger.ONE)) {
      BigInteger gcd = num.gcd(den);
      if (!gcd.equals(BigInteger.ONE)) {
        num = num.divide(gcd);
        den = den.divide(gcd);
      }
    }
    boolean fraction = !den.equals(BigInteger.ONE);
    int most = fraction ? MAX_FRACTION_BITS : MAX_BITS;
    if (num.bitLength() > most || den.bitLength() > most) {
      throw new Budget.Exceeded("a number has too many digits");
    }
  }

  /** The integer n. */
  public static Rational of(long n) {
    return new Rational(BigInteger.valueOf(n), BigInteger.ONE);
  }

  /** The fraction n / d. */
  public static Rational of(long n, long d) {
    return new Rational(BigInteger.valueOf(n), BigInteger.valueOf(d));
  }

  /** The integer n. */
  public static Rational of(BigInteger n) {
    return new Rational(n, BigInteger.ONE);
  }

  /** The exact value of a decimal. */
  public static Rational of(BigDecimal d) {
    if (Math.abs((long) d.scale()) + d.precision() > MAX_BITS / 3) {
      throw new Budget.Exceeded("a number has too many digits");
    }
    return d.scale() <= 0
        ? of(d.toBigIntegerExact())
        : new Rational(d.unscaledValue(), BigInteger.TEN.pow(d.scale()));
  }

  public Rational plus(Rational o) {
    if (isInteger() && o.isInteger()) {
      return of(num.add(o.num));
    }
    return new Rational(num.multiply(o.den).add(o.num.multiply(den)), den.multiply(o.den));
  }

  public Rational minus(Rational o) {
    return plus(o.negate());
  }

  public Rational times(Rational o) {
    return new Rational(num.multiply(o.num), den.multiply(o.den));
  }

  /** Throws ArithmeticException when o is zero. */
  public Rational over(Rational o) {
    return new Rational(num.multiply(o.den), den.multiply(o.num));
  }

  public Rational negate() {
    return new Rational(num.negate(), den);
  }

  public Rational abs() {
    return num.signum() < 0 ? negate() : this;
  }

  /** This to an integer power; a negative power of zero throws ArithmeticException. */
  public Rational power(int exponent) {
    long bits = (long) Math.max(num.bitLength(), den.bitLength()) * Math.abs((long) exponent);
    boolean unit = num.abs().equals(BigInteger.ONE) && den.equals(BigInteger.ONE);
    if (bits > 2L * MAX_BITS && !unit && !isZero()) {
      throw new Budget.Exceeded("a power has too many digits");
    }
    if (unit || isZero()) {
      if (isZero() && exponent < 0) {
        throw new ArithmeticException("division by zero");
      }
      return exponent == 0 || (unit && exponent % 2 == 0) ? ONE : this;
    }
    int n = Math.abs(exponent);
    return exponent >= 0
        ? new Rational(num.pow(n), den.pow(n))
        : new Rational(den.pow(n), num.pow(n));
  }

  /** Largest integer not above this. */
  public Rational floor() {
    BigInteger[] qr = num.divideAndRemainder(den);
    return of(qr[1].signum() < 0 ? qr[0].subtract(BigInteger.ONE) : qr[0]);
  }

  public int signum() {
    return num.signum();
  }

  public boolean isZero() {
    return num.signum() == 0;
  }

  public boolean isOne() {
    return num.equals(BigInteger.ONE) && isInteger();
  }

  public boolean isInteger() {
    return den.equals(BigInteger.ONE);
  }

  /** The value as an int, when it is one. */
  public Optional<Integer> asInt() {
    return isInteger() && num.bitLength() < 31 ? Optional.of(num.intValue()) : Optional.empty();
  }

  /** Whether the decimal expansion ends: the denominator has no prime factors but 2 and 5. */
  public boolean hasFiniteDecimal() {
    BigInteger rest = den.shiftRight(Math.max(0, den.getLowestSetBit()));
    BigInteger five = BigInteger.valueOf(5);
    while (!rest.equals(BigInteger.ONE)) {
      BigInteger[] qr = rest.divideAndRemainder(five);
      if (qr[1].signum() != 0) {
        return false;
      }
      rest = qr[0];
    }
    return true;
  }

  @Override
  public int compareTo(Rational o) {
    return num.multiply(o.den).compareTo(o.num.multiply(den));
  }

  @Override
  public String toString() {
    return isInteger() ? num.toString() : num + "/" + den;
  }
}
