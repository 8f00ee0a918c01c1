package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;

/** Plus and minus infinity as written. */
final class Infinity {
  private Infinity() {}

  /** 1 for ∞, -1 for -∞, 0 for anything else. */
  static int sign(Expr e) {
    if (e == Expr.Const.INFINITY) {
      return 1;
    }
    boolean minus =
        e instanceof Expr.Mul m
            && m.factors().size() == 2
            && m.factors().get(0).equals(Expr.MINUS_ONE)
            && m.factors().get(1) == Expr.Const.INFINITY;
    return minus ? -1 : 0;
  }
}
