package io.gradus.analysis.text;

import java.util.Locale;

/** Model sizes as people write them. */
public final class ModelSize {
  private static final String[] UNITS = {"", "k", "M", "B", "T"};

  private ModelSize() {}

  /** A number of parameters in three digits at most: 792k, 1.4M, 13.2B. */
  public static String text(double params) {
    double value = params;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String text = String.format(Locale.ROOT, value >= 99.5 ? "%.0f" : "%.3g", value);
    if (text.contains(".")) {
      text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return text + UNITS[unit];
  }
}
