package io.gradus.rewards.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Exponential, logarithm and circular functions of real balls. Series are cut off below 1e-50; a
 * double gives the start of logarithm and arc tangent, one correction the rest of the digits.
 */
public final class Elementary {
  /** Working precision, above that of midpoints. */
  private static final MathContext W = new MathContext(56, RoundingMode.HALF_EVEN);

  private static final BigDecimal CUT = new BigDecimal("1E-54");
  private static final BigDecimal SLACK = new BigDecimal("1E-48");
  private static final BigDecimal PI_DIGITS =
      new BigDecimal(
          "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534");
  private static final BigDecimal LN2_DIGITS =
      new BigDecimal(
          "0.69314718055994530941723212145817656807550013436025525412068000949339362196");

  public static final Ball PI = Ball.rounded(PI_DIGITS, BigDecimal.ZERO);

  private Elementary() {}

  /** e to the x, for |x| below 9,000. */
  public static Ball exp(Ball x) {
    if (x.isExactZero()) {
      return Ball.ONE;
    }
    if (x.most().compareTo(BigDecimal.valueOf(9_000)) > 0 || x.rad().doubleValue() > 0.1) {
      throw new ArithmeticException("exponent too large to evaluate");
    }
    BigDecimal value = expExact(x.mid());
    // e^(m±r) is within e^m (e^r − 1) ≤ e^m · 1.1 r for r ≤ 0.1
    BigDecimal error = value.multiply(x.rad().multiply(new BigDecimal("1.1"), Ball.UP), Ball.UP);
    return Ball.rounded(value, error);
  }

  private static BigDecimal expExact(BigDecimal x) {
    int k = (int) Math.rint(x.doubleValue() / Math.log(2));
    BigDecimal r = x.subtract(LN2_DIGITS.multiply(BigDecimal.valueOf(k)));
    int halvings = 6;
    BigDecimal small = r.divide(BigDecimal.valueOf(1L << halvings), W);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(CUT) > 0; n++) {
      term = term.multiply(small, W).divide(BigDecimal.valueOf(n), W);
      sum = sum.add(term, W);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, W);
    }
    BigDecimal scale = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(k)));
    return k >= 0 ? sum.multiply(scale, W) : sum.divide(scale, W);
  }

  /** Natural logarithm of a positive ball. */
  public static Ball ln(Ball x) {
    BigDecimal least = x.mid().subtract(x.rad());
    if (least.signum() <= 0) {
      throw new ArithmeticException("logarithm of a number not above zero");
    }
    // x = m · 10^s with a double-sized m
    int scale = x.mid().precision() - x.mid().scale();
    BigDecimal m = x.mid().scaleByPowerOfTen(-scale);
    BigDecimal value = lnExact(m);
    if (scale != 0) {
      value = value.add(lnExact(BigDecimal.TEN).multiply(BigDecimal.valueOf(scale), W), W);
    }
    return Ball.rounded(value, x.rad().divide(least, Ball.UP).add(SLACK));
  }

  private static BigDecimal lnExact(BigDecimal m) {
    BigDecimal y = BigDecimal.valueOf(Math.log(m.doubleValue()));
    // ln m = y + ln(m e^−y) = y + 2 artanh z, z = (r − 1)/(r + 1) about 1e-16
    BigDecimal r = m.multiply(expExact(y.negate()), W);
    BigDecimal z = r.subtract(BigDecimal.ONE).divide(r.add(BigDecimal.ONE), W);
    BigDecimal cube = z.multiply(z, W).multiply(z, W).divide(BigDecimal.valueOf(3), W);
    return y.add(z.add(cube, W).multiply(BigDecimal.valueOf(2)), W);
  }

  public static Ball sin(Ball x) {
    return circular(x, 0);
  }

  public static Ball cos(Ball x) {
    return circular(x, 1);
  }

  /** sin(x + quarter π/2), for |x| below 1e12. */
  private static Ball circular(Ball x, int quarter) {
    if (x.isExactZero()) {
      return quarter == 0 ? Ball.ZERO : Ball.ONE;
    }
    if (x.most().compareTo(BigDecimal.valueOf(1_000_000_000_000L)) > 0) {
      throw new ArithmeticException("angle too large to evaluate");
    }
    BigDecimal half = PI_DIGITS.divide(BigDecimal.valueOf(2), new MathContext(90));
    BigInteger quarters = x.mid().divide(half, 0, RoundingMode.HALF_EVEN).toBigInteger();
    BigDecimal r = x.mid().subtract(half.multiply(new BigDecimal(quarters))).round(W);
    int phase = quarters.add(BigInteger.valueOf(quarter)).mod(BigInteger.valueOf(4)).intValue();
    BigDecimal value = (phase & 1) == 0 ? series(r, r, 1) : series(r, BigDecimal.ONE, 0);
    return Ball.rounded(phase >= 2 ? value.negate() : value, x.rad().add(SLACK));
  }

  /** The sine series from r, or the cosine series from 1. */
  private static BigDecimal series(BigDecimal r, BigDecimal first, int n) {
    BigDecimal square = r.multiply(r, W);
    BigDecimal sum = first;
    BigDecimal term = first;
    for (int k = n; term.abs().compareTo(CUT) > 0; k += 2) {
      term = term.multiply(square, W).divide(BigDecimal.valueOf(-(k + 1L) * (k + 2L)), W);
      sum = sum.add(term, W);
    }
    return sum;
  }

  /** Arc tangent. */
  public static Ball atan(Ball x) {
    if (x.isExactZero()) {
      return Ball.ZERO;
    }
    double d = x.toDouble();
    if (Math.abs(d) > 1e8) {
      Ball half = PI.over(Ball.exact(BigDecimal.valueOf(2)));
      Ball rest = atan(Ball.ONE.over(x));
      return (d > 0 ? half : half.negate()).minus(rest);
    }
    BigDecimal y = BigDecimal.valueOf(Math.atan(d));
    BigDecimal s = series(y, y, 1);
    BigDecimal c = series(y, BigDecimal.ONE, 0);
    // tan(atan x − y) = (x c − s)/(c + x s), about 1e-16
    BigDecimal z =
        x.mid().multiply(c, W).subtract(s, W).divide(c.add(x.mid().multiply(s, W), W), W);
    BigDecimal cube = z.multiply(z, W).multiply(z, W).divide(BigDecimal.valueOf(3), W);
    return Ball.rounded(y.add(z.subtract(cube, W), W), x.rad().add(SLACK));
  }
}
