package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;

/** A stretch of the real line; both ends the same and closed for a single point. */
record Interval(Expr low, boolean lowOpen, Expr high, boolean highOpen) {
  static final Expr MINUS_INFINITY =
      new Expr.Mul(java.util.List.of(Expr.MINUS_ONE, Expr.Const.INFINITY));

  static Interval point(Expr e) {
    return new Interval(e, false, e, false);
  }

  static Interval all() {
    return new Interval(MINUS_INFINITY, true, Expr.Const.INFINITY, true);
  }

  static Interval below(Expr bound, boolean open) {
    return new Interval(MINUS_INFINITY, true, bound, open);
  }

  static Interval above(Expr bound, boolean open) {
    return new Interval(bound, open, Expr.Const.INFINITY, true);
  }
}
