package io.gradus.analysis.law;

/** Sums and shares in logarithms that neither overflow nor lose small terms. */
final class Logs {
  static final double LN10 = Math.log(10);

  private Logs() {}

  /** ln(e^a + e^b). */
  static double add(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    return high + Math.log1p(Math.exp(low - high));
  }

  /** 1 / (1 + e^−x). */
  static double logistic(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double e = Math.exp(x);
    return e / (1 + e);
  }

  /** ln(1 + e^x). */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** A size as it stands in parameter names: plain digits without exponent. */
  static String size(double params) {
    return java.math.BigDecimal.valueOf(params).stripTrailingZeros().toPlainString();
  }
}
