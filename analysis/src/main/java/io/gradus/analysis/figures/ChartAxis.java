package io.gradus.analysis.figures;

/**
 * One axis of a panel.
 *
 * @param label what is measured, with its unit, as the reader sees it
 * @param kind linear or logarithmic
 * @param format how tick values are written
 * @param low smallest value shown; NaN to take it from the data
 * @param high largest value shown; NaN to take it from the data
 */
public record ChartAxis(String label, Kind kind, Format format, double low, double high) {

  /** How values map to positions. */
  public enum Kind {
    LINEAR,
    LOG
  }

  /** How tick values are written. */
  public enum Format {
    /** 0.2, 15, and from ten thousand on 20k, 3M, 1B; powers of ten above a thousand billion. */
    NUMBER,
    /** 0.5 is written 50%. */
    PERCENT,
    /** Powers of ten, for amounts without unit prefixes in use. */
    POWER
  }

  public ChartAxis {
    if (kind == Kind.LOG && (low <= 0 || high <= 0)) {
      throw new IllegalArgumentException(
          "Log axis '%s' cannot show %s to %s, both ends must be positive"
              .formatted(label, low, high));
    }
    if (low >= high) {
      throw new IllegalArgumentException(
          "Axis '%s' cannot run from %s to %s, the first must be smaller"
              .formatted(label, low, high));
    }
  }

  /** A linear axis over the range of the data. */
  public static ChartAxis linear(String label) {
    return new ChartAxis(label, Kind.LINEAR, Format.NUMBER, Double.NaN, Double.NaN);
  }

  /** A logarithmic axis over the range of the data; values that are not positive are left out. */
  public static ChartAxis log(String label) {
    return new ChartAxis(label, Kind.LOG, Format.NUMBER, Double.NaN, Double.NaN);
  }

  /** The same axis with ticks in per cent. */
  public ChartAxis percent() {
    return new ChartAxis(label, kind, Format.PERCENT, low, high);
  }

  /** The same axis with ticks as powers of ten. */
  public ChartAxis powers() {
    return new ChartAxis(label, kind, Format.POWER, low, high);
  }

  /** The same axis from one fixed value to another. */
  public ChartAxis from(double newLow, double newHigh) {
    return new ChartAxis(label, kind, format, newLow, newHigh);
  }
}
