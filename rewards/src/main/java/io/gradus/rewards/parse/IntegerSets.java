package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {x ∈ ℤ : 1 ≤ x ≤ 3} is {1, 2, 3}: few integers between two bounds, one by one. */
final class IntegerSets {
  private static final int MOST = 40;

  private IntegerSets() {}

  /**
   * The integers that a condition leaves; nothing where it is not about integers between bounds.
   *
   * @param domain what stands before the bar, such as x ∈ ℤ
   * @param condition what stands after it
   */
  static Optional<Expr> listed(Expr domain, Expr condition) {
    if (!(domain instanceof Expr.Relation in)
        || !in.ops().equals(List.of(Op.IN))
        || !(in.sides().get(0) instanceof Expr.Var name)
        || !(in.sides().get(1) instanceof Expr.Var set)
        || !(condition instanceof Expr.Relation bounds)) {
      return Optional.empty();
    }
    boolean natural = set.name().equals("mathbb N") || set.name().equals("mathbb Z+");
    if (!natural && !set.name().equals("mathbb Z")) {
      return Optional.empty();
    }
    Optional<BigInteger> low = natural ? Optional.of(BigInteger.ONE) : Optional.empty();
    Optional<BigInteger> high = Optional.empty();
    for (int i = 0; i < bounds.ops().size(); i++) {
      Expr left = bounds.sides().get(i);
      Expr right = bounds.sides().get(i + 1);
      boolean nameLeft = left.equals(name);
      Optional<Rational> bound = number(nameLeft ? right : left);
      if (bound.isEmpty() || !nameLeft && !right.equals(name)) {
        return Optional.empty();
      }
      Op op = bounds.ops().get(i);
      boolean upper = nameLeft ? op == Op.LT || op == Op.LE : op == Op.GT || op == Op.GE;
      boolean order = op == Op.LT || op == Op.LE || op == Op.GT || op == Op.GE;
      if (!order) {
        return Optional.empty();
      }
      BigInteger last = last(bound.get(), upper, op == Op.LT || op == Op.GT);
      if (upper) {
        high = Optional.of(high.map(h -> h.min(last)).orElse(last));
      } else {
        low = Optional.of(low.map(l -> l.max(last)).orElse(last));
      }
    }
    return low.isPresent() && high.isPresent() ? between(low.get(), high.get()) : Optional.empty();
  }

  private static Optional<Expr> between(BigInteger low, BigInteger high) {
    if (high.subtract(low).compareTo(BigInteger.valueOf(MOST)) >= 0) {
      return Optional.empty();
    }
    List<Expr> items = new ArrayList<>();
    for (BigInteger n = low; n.compareTo(high) <= 0; n = n.add(BigInteger.ONE)) {
      items.add(new Expr.Num(Rational.of(n)));
    }
    return Optional.of(new Expr.SetOf(List.copyOf(items)));
  }

  /** The integer next to a bound on the side that it allows. */
  private static BigInteger last(Rational bound, boolean upper, boolean strict) {
    BigInteger floor = floor(bound);
    boolean whole = bound.isInteger();
    if (upper) {
      return whole && strict ? floor.subtract(BigInteger.ONE) : floor;
    }
    return whole && !strict ? floor : floor.add(BigInteger.ONE);
  }

  private static BigInteger floor(Rational r) {
    BigInteger[] parts = r.num().divideAndRemainder(r.den());
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static Optional<Rational> number(Expr e) {
    if (e instanceof Expr.Num n) {
      return Optional.of(n.value());
    }
    return e instanceof Expr.Mul m
            && m.factors().size() == 2
            && m.factors().get(0).equals(Expr.MINUS_ONE)
            && m.factors().get(1) instanceof Expr.Num n
        ? Optional.of(n.value().times(Rational.MINUS_ONE))
        : Optional.empty();
  }
}
