package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.Expr;
import java.util.List;

/** Compares lists, sets, tuples, relations and the rest of what is no plain number. */
final class Structures {
  private final Scalars scalars;
  private final Budget budget;

  Structures(Scalars scalars, Budget budget) {
    this.scalars = scalars;
    this.budget = budget;
  }

  Decision compare(Expr gold, Expr answer) {
    budget.spend(10);
    if (gold.equals(answer)) {
      return Decision.yes("identical");
    }
    Expr a =
        answer instanceof Expr.Relation r && !(gold instanceof Expr.Relation) ? last(r) : answer;
    Expr g = gold instanceof Expr.Relation r && !(answer instanceof Expr.Relation) ? last(r) : gold;
    List<Expr> gi = items(g);
    List<Expr> ai = items(a);
    if (gi.size() > 1 || ai.size() > 1) {
      if (gi.size() != ai.size()) {
        return Decision.no("different number of items");
      }
      for (Expr item : gi) {
        if (ai.stream().noneMatch(other -> compare(item, other).equal())) {
          return Decision.no("an item is missing");
        }
      }
      return Decision.yes("same items");
    }
    return scalars.compare(g, a);
  }

  private static Expr last(Expr.Relation r) {
    return r.sides().get(r.sides().size() - 1);
  }

  private static List<Expr> items(Expr e) {
    if (e instanceof Expr.ListOf l) {
      return l.items();
    }
    return e instanceof Expr.SetOf s ? s.items() : List.of(e);
  }
}
