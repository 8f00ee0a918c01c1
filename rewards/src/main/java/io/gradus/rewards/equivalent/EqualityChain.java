package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Chains that make several names equal, such as a = b = c or x = y = 1: the order of the sides does
 * not matter, and every side has to be stated, in one chain or in several equations.
 */
final class EqualityChain {
  private static final int MOST = 30;

  private EqualityChain() {}

  /** Whether the tree is a chain of at least three sides, of which at least two are names. */
  static boolean isChain(Expr e) {
    return e instanceof Expr.Relation r
        && isEquality(r)
        && r.sides().size() > 2
        && r.sides().stream().filter(EqualityChain::isName).distinct().count() > 1;
  }

  private static boolean isEquality(Expr.Relation r) {
    return r.ops().stream().allMatch(op -> op == Op.EQ);
  }

  private static boolean isName(Expr e) {
    return Assignments.isName(e) && !(e instanceof Expr.Const);
  }

  /** Whether the tree is an equation or several. */
  static boolean isStated(Expr e) {
    return e instanceof Expr.Relation r && isEquality(r)
        || e instanceof Expr.ListOf l
            && l.join() != Expr.ListOf.Join.OR
            && l.items().stream().allMatch(i -> i instanceof Expr.Relation r && isEquality(r));
  }

  /** Whether both make the same things equal. */
  static Decision compare(Expr gold, Expr answer, Structures structures) {
    List<List<Expr>> g = classes(gold, structures);
    List<List<Expr>> a = classes(answer, structures);
    if (g.size() != 1 || a.size() != 1 || g.get(0).size() != a.get(0).size()) {
      return Decision.no("chains of different sides");
    }
    boolean same = g.get(0).stream().allMatch(s -> contains(a.get(0), s, structures));
    return same ? Decision.yes("same sides of a chain") : Decision.no("chains of different sides");
  }

  private static boolean contains(List<Expr> sides, Expr side, Structures structures) {
    return sides.stream().anyMatch(s -> s.equals(side) || structures.same(s, side));
  }

  /** The sides that the equations make equal, each once. */
  private static List<List<Expr>> classes(Expr e, Structures structures) {
    List<Expr> equations = e instanceof Expr.ListOf l ? l.items() : List.of(e);
    List<List<Expr>> classes = new ArrayList<>();
    for (Expr equation : equations) {
      List<Expr> merged = new ArrayList<>();
      for (Expr side : ((Expr.Relation) equation).sides()) {
        if (!contains(merged, side, structures)) {
          merged.add(side);
        }
      }
      for (int i = classes.size() - 1; i >= 0; i--) {
        List<Expr> other = classes.get(i);
        if (merged.stream().anyMatch(s -> contains(other, s, structures))) {
          other.stream().filter(s -> !contains(merged, s, structures)).forEach(merged::add);
          classes.remove(i);
        }
      }
      if (merged.size() > MOST) {
        return List.of();
      }
      classes.add(merged);
    }
    return classes;
  }
}
