package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The terms of a sum or product with small integer bounds. */
final class SeriesTerms {
  private static final int MOST = 200;

  private SeriesTerms() {}

  /** The terms one by one, or nothing when the bounds are not small integers. */
  static Optional<List<Expr>> expand(Expr.Series s, Normalizer normalizer, Budget budget) {
    Optional<Integer> from = integer(s.from(), normalizer);
    Optional<Integer> to = integer(s.to(), normalizer);
    if (from.isEmpty() || to.isEmpty() || (long) to.get() - from.get() >= MOST) {
      return Optional.empty();
    }
    List<Expr> terms = new ArrayList<>();
    int size = Trees.size(s.body());
    for (int k = from.get(); k <= to.get(); k++) {
      budget.spend(size); // every term is a copy: sums within sums would cost their product
      terms.add(Trees.substitute(s.body(), s.variable(), new Expr.Num(Rational.of(k))));
    }
    return Optional.of(terms);
  }

  /** The same sum over a name of its own, so that the written one does not matter. */
  static Expr.Series renamed(Expr.Series s) {
    boolean inSubscript =
        Trees.variables(s.body()).stream()
            .anyMatch(v -> v.indexOf('_') >= 0 && v.contains(s.variable()));
    if (inSubscript) {
      return s; // a_k
    }
    String name = "bound " + Trees.nestedSeries(s.body());
    Expr body = Trees.substitute(s.body(), s.variable(), new Expr.Var(name));
    return new Expr.Series(s.kind(), name, s.from(), s.to(), body);
  }

  private static Optional<Integer> integer(Expr e, Normalizer normalizer) {
    if (e == Expr.Const.INFINITY) {
      return Optional.empty();
    }
    Form f = normalizer.form(e);
    return f.isRational() ? f.rational().asInt() : Optional.empty();
  }
}
