package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.ArrayList;
import java.util.List;

/** Writes out 1, 2, …, 10 and 1 + 2 + … + 100 where the step is clear. */
final class Progressions {
  private static final Expr DOTS = new Expr.Var("\u2026");
  private static final int MOST = 200;

  private Progressions() {}

  /**
   * The items with the dots written out: integers in an arithmetic progression of at least two
   * items before the dots, and one item after them. Other items are returned as they are.
   */
  static List<Expr> writtenOut(List<Expr> items) {
    int dots = items.indexOf(DOTS);
    boolean integers =
        dots >= 2
            && dots == items.size() - 2
            && items.stream().allMatch(i -> i.equals(DOTS) || isInteger(i));
    if (!integers) {
      return List.copyOf(items);
    }
    Rational step = value(items.get(1)).minus(value(items.get(0)));
    Rational last = value(items.get(items.size() - 1));
    for (int i = 2; i < dots; i++) {
      if (!value(items.get(i)).minus(value(items.get(i - 1))).equals(step)) {
        return List.copyOf(items);
      }
    }
    List<Expr> all = new ArrayList<>(items.subList(0, dots));
    Rational next = value(items.get(dots - 1)).plus(step);
    while (!step.isZero() && last.minus(next).signum() == step.signum() && all.size() < MOST) {
      all.add(new Expr.Num(next));
      next = next.plus(step);
    }
    if (!next.equals(last)) {
      return List.copyOf(items);
    }
    all.add(items.get(items.size() - 1));
    return List.copyOf(all);
  }

  private static boolean isInteger(Expr e) {
    return e instanceof Expr.Num n && n.decimals() == Expr.Num.EXACT && n.value().isInteger();
  }

  private static Rational value(Expr e) {
    return ((Expr.Num) e).value();
  }
}
