package io.gradus.analysis.report;

import io.gradus.analysis.text.ModelSize;
import java.util.Locale;

/** Numbers as the report writes them. */
final class Show {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Show() {}

  /**
   * Three significant digits; powers of ten below a thousandth and from a million on; – if unknown.
   */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (size >= 1e6 || size < 1e-3) {
      return scientific(value, 2);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return minus(String.format(Locale.ROOT, size >= 1e4 ? "%,.0f" : "%." + decimals + "f", value));
  }

  /** An amount in two digits: 2.4k, 24k, 1.3·10¹⁸. */
  static String amount(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return number(value);
    }
    if (value >= 1e12) {
      return scientific(value, 1);
    }
    double digits = Math.pow(10, Math.floor(Math.log10(value)) - 1);
    return ModelSize.text(Math.rint(value / digits) * digits);
  }

  /** An amount in two digits and a power of ten. */
  static String power(double value) {
    return Double.isFinite(value) ? scientific(value, 1) : number(value);
  }

  static String percent(double share) {
    if (Double.isNaN(share)) {
      return "–";
    }
    double value = 100 * share;
    return minus(String.format(Locale.ROOT, Math.abs(value) < 9.95 ? "%.1f %%" : "%.0f %%", value));
  }

  /** A p value: not below what anyone can mean. */
  static String p(double p) {
    return p < 0.001 ? "&lt; 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  private static String scientific(double value, int decimals) {
    String[] parts = String.format(Locale.ROOT, "%." + decimals + "e", value).split("e");
    StringBuilder exponent = new StringBuilder();
    for (char c : Integer.toString(Integer.parseInt(parts[1])).toCharArray()) {
      exponent.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
    }
    return minus(parts[0]) + "·10" + exponent;
  }

  private static String minus(String text) {
    return text.replace('-', '−');
  }
}
