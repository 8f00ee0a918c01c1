package io.gradus.analysis.figures;

import java.util.Arrays;

/**
 * One series of a panel: a line, points or both, with an optional band or error bars.
 *
 * <p>Values that an axis cannot show (NaN, or not positive on a log axis) break a line and are left
 * out as points.
 */
public final class Series {

  /** How the values are drawn. */
  public enum Mark {
    LINE,
    DASHED,
    POINTS,
    LINE_AND_POINTS
  }

  /** How the low and high values, if any, are drawn. */
  enum Spread {
    NONE,
    BAND,
    BARS
  }

  private final String label;
  private final Mark mark;
  private final Ink ink;
  private final double[] x;
  private final double[] y;
  private final Spread spread;
  private final double[] low;
  private final double[] high;

  private Series(
      String label,
      Mark mark,
      Ink ink,
      double[] x,
      double[] y,
      Spread spread,
      double[] low,
      double[] high) {
    this.label = label;
    this.mark = mark;
    this.ink = ink;
    this.x = x;
    this.y = y;
    this.spread = spread;
    this.low = low;
    this.high = high;
  }

  /**
   * A series in the first colour of the palette.
   *
   * @param label written beside the series; empty for none
   * @param x values along the horizontal axis, in drawing order
   * @param y as many values along the vertical axis
   */
  public static Series of(String label, Mark mark, double[] x, double[] y) {
    requireLength(label, "y", x, y);
    return new Series(
        label,
        mark,
        Palette.category(0),
        x.clone(),
        y.clone(),
        Spread.NONE,
        new double[0],
        new double[0]);
  }

  /** A solid line. */
  public static Series line(String label, double[] x, double[] y) {
    return of(label, Mark.LINE, x, y);
  }

  /** Points without a line. */
  public static Series points(String label, double[] x, double[] y) {
    return of(label, Mark.POINTS, x, y);
  }

  /** The same series with a shaded band between two curves over the same x. */
  public Series band(double[] newLow, double[] newHigh) {
    return spread(Spread.BAND, newLow, newHigh);
  }

  /** The same series with a vertical bar at each point. */
  public Series bars(double[] newLow, double[] newHigh) {
    return spread(Spread.BARS, newLow, newHigh);
  }

  /** Coloured as the i-th of several unordered groups. */
  public Series category(int index) {
    return inked(Palette.category(index));
  }

  /**
   * Coloured by its place in an ordered group.
   *
   * @param position 0 for the first (lightest) to 1 for the last (darkest)
   */
  public Series ordered(double position) {
    return inked(Palette.ramp(position));
  }

  /** In grey: a reference the eye should not take for data. */
  public Series muted() {
    return inked(Ink.AXIS);
  }

  private Series inked(Ink newInk) {
    return new Series(label, mark, newInk, x, y, spread, low, high);
  }

  private Series spread(Spread kind, double[] newLow, double[] newHigh) {
    requireLength(label, "low", x, newLow);
    requireLength(label, "high", x, newHigh);
    return new Series(label, mark, ink, x, y, kind, newLow.clone(), newHigh.clone());
  }

  private static void requireLength(String label, String name, double[] x, double[] values) {
    if (values.length != x.length) {
      throw new IllegalArgumentException(
          "Series '%s' has %d values of x but %d of %s"
              .formatted(label, x.length, values.length, name));
    }
  }

  /** What is written beside it; empty for nothing. */
  public String label() {
    return label;
  }

  /** How it is drawn. */
  public Mark mark() {
    return mark;
  }

  Ink ink() {
    return ink;
  }

  Spread spread() {
    return spread;
  }

  /** Number of points. */
  public int size() {
    return x.length;
  }

  /** x of a point. */
  public double x(int i) {
    return x[i];
  }

  /** y of a point. */
  public double y(int i) {
    return y[i];
  }

  /** Lower end of a point's band or bar; there only where one was given. */
  public double low(int i) {
    return low[i];
  }

  /** Upper end of a point's band or bar; there only where one was given. */
  public double high(int i) {
    return high[i];
  }

  /** Every x that must be visible. */
  double[] shownX() {
    return x.clone();
  }

  /** Every y that must be visible: the values, not their spread, which may run off the panel. */
  double[] shownY() {
    double[] all = y.clone();
    if (spread == Spread.BARS) {
      all = Arrays.copyOf(y, 3 * y.length);
      System.arraycopy(low, 0, all, y.length, y.length);
      System.arraycopy(high, 0, all, 2 * y.length, y.length);
    }
    return all;
  }
}
