package io.gradus.rewards.equivalent;

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
  static Optional<List<Expr>> expand(Expr.Series s, Normalizer normalizer) {
    Optional<Integer> from = integer(s.from(), normalizer);
    Optional<Integer> to = integer(s.to(), normalizer);
    if (from.isEmpty() || to.isEmpty() || (long) to.get() - from.get() >= MOST) {
      return Optional.empty();
    }
    List<Expr> terms = new ArrayList<>();
    for (int k = from.get(); k <= to.get(); k++) {
      terms.add(Trees.substitute(s.body(), s.variable(), new Expr.Num(Rational.of(k))));
    }
    return Optional.of(terms);
  }

  private static Optional<Integer> integer(Expr e, Normalizer normalizer) {
    if (e == Expr.Const.INFINITY) {
      return Optional.empty();
    }
    Form f = normalizer.form(e);
    return f.isRational() ? f.rational().asInt() : Optional.empty();
  }
}
