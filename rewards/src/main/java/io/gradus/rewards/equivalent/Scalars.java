package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;

/** Compares numbers and functions of variables. */
final class Scalars {
  private final Tolerance tolerance;
  private final Budget budget;

  Scalars(Tolerance tolerance, Budget budget) {
    this.tolerance = tolerance;
    this.budget = budget;
  }

  Decision compare(Expr gold, Expr answer) {
    Normalizer normalizer = new Normalizer(budget);
    Form g = normalizer.form(gold);
    Form a = normalizer.form(answer);
    if (g.sameAs(a, budget)) {
      return Decision.yes("equal in normal form");
    }
    if (g.isRational() && a.isRational()) {
      return rationals(gold, g.rational(), a.rational());
    }
    return Decision.no("different");
  }

  private Decision rationals(Expr gold, Rational g, Rational a) {
    boolean decimal = gold instanceof Expr.Num n && n.decimals() >= 0;
    double allowed = decimal ? tolerance.relative() : tolerance.forExact();
    Rational larger = g.abs().compareTo(a.abs()) > 0 ? g.abs() : a.abs();
    Rational limit = larger.times(Tolerance.rational(allowed));
    return g.minus(a).abs().compareTo(limit) <= 0
        ? Decision.yes("equal within tolerance")
        : Decision.no("different numbers");
  }
}
