package io.gradus.analysis.law;

import io.gradus.analysis.curves.CurvePoint;

/** What a law takes as its X: training compute or training data, both cumulative. */
public enum Axis {
  /** C = 6 N T in FLOP, T being training tokens. */
  COMPUTE("compute", "FLOP") {
    @Override
    public double of(CurvePoint point) {
      return point.compute();
    }
  },
  /** D, prompts consumed. */
  DATA("data", "prompts") {
    @Override
    public double of(CurvePoint point) {
      return point.data();
    }
  };

  private final String column;
  private final String unit;

  Axis(String column, String unit) {
    this.column = column;
    this.unit = unit;
  }

  /** The point's X; NaN when unknown. */
  public abstract double of(CurvePoint point);

  /** The name used in tables: {@code compute} or {@code data}. */
  public String column() {
    return column;
  }

  /** The unit of X. */
  public String unit() {
    return unit;
  }

  /** The axis of a table's {@code x} column. */
  public static Axis named(String column) {
    for (Axis axis : values()) {
      if (axis.column.equals(column)) {
        return axis;
      }
    }
    throw new IllegalArgumentException(
        "Axis is '%s', expected 'compute' or 'data'".formatted(column));
  }
}
