package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.List;

/** The two values that ± and ∓ stand for; all signs of one tree go together. */
final class PlusMinusSigns {
  private PlusMinusSigns() {}

  static boolean occursIn(Expr e) {
    return Trees.any(e, Expr.PlusMinus.class::isInstance);
  }

  static List<Expr> expand(Expr e) {
    return occursIn(e) ? List.of(choose(e, true), choose(e, false)) : List.of(e);
  }

  private static Expr choose(Expr e, boolean upper) {
    if (e instanceof Expr.PlusMinus p) {
      Expr operand = choose(p.operand(), upper);
      return p.plusFirst() == upper ? operand : new Expr.Mul(List.of(Expr.MINUS_ONE, operand));
    }
    return Trees.mapChildren(e, child -> choose(child, upper));
  }
}
