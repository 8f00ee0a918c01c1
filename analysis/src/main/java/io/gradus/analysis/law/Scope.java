package io.gradus.analysis.law;

import java.io.Serializable;
import java.math.BigDecimal;

/** Which model sizes a fit, or a score, speaks of. */
public sealed interface Scope extends Serializable {
  /** One fit to all sizes together. */
  AllSizes ALL_SIZES = new AllSizes();

  /** Fits to every size alone, scored together. */
  EachSize EACH_SIZE = new EachSize();

  /** The name in tables: {@code all sizes}, {@code N=…}, {@code each size}. */
  String label();

  /** One fit to all sizes together. */
  record AllSizes() implements Scope {
    @Override
    public String label() {
      return "all sizes";
    }
  }

  /** Fits to every size alone, scored together. */
  record EachSize() implements Scope {
    @Override
    public String label() {
      return "each size";
    }
  }

  /**
   * A fit to one size alone.
   *
   * @param params its non-embedding parameters N
   */
  record OneSize(double params) implements Scope {
    @Override
    public String label() {
      return "N=" + digits(params);
    }
  }

  /** The scope with a label. */
  static Scope named(String label) {
    if (label.equals(ALL_SIZES.label())) {
      return ALL_SIZES;
    }
    if (label.equals(EACH_SIZE.label())) {
      return EACH_SIZE;
    }
    if (label.startsWith("N=")) {
      try {
        return new OneSize(Double.parseDouble(label.substring(2)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(refusal(label), e);
      }
    }
    throw new IllegalArgumentException(refusal(label));
  }

  /** A size in plain digits, as in labels and names of parameters. */
  static String digits(double params) {
    return BigDecimal.valueOf(params).stripTrailingZeros().toPlainString();
  }

  private static String refusal(String label) {
    return "Scope is '%s', expected 'all sizes', 'each size' or 'N=…'".formatted(label);
  }
}
