package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares functions of integers by their values at integers: where floors, remainders, powers of
 * -1 or sums up to n occur and every name is one that stands for integers by custom. Steps in other
 * names must agree at integers too, where they jump.
 */
final class IntegerPoints {
  private static final Set<String> INTEGERS = Set.of("n", "m", "k", "j", "N", "M", "K");
  private static final int POINTS = 26;
  private static final int NEEDED = 6;

  private IntegerPoints() {}

  /** The decision; nothing when the two are not to be compared at integers only. */
  static Optional<Decision> decide(Expr gold, Expr answer, Scalars scalars) {
    TreeSet<String> names = new TreeSet<>(Trees.variables(gold));
    names.addAll(Trees.variables(answer));
    names.removeAll(bound(gold));
    names.removeAll(bound(answer));
    boolean discrete = isDiscrete(gold) || isDiscrete(answer);
    boolean integers = INTEGERS.containsAll(names);
    boolean stepped = Trees.isStepped(gold) || Trees.isStepped(answer);
    if (names.isEmpty() || !(integers ? discrete : stepped)) {
      return Optional.empty();
    }
    int used = 0;
    for (int i = 1; i <= POINTS; i++) {
      Expr g = gold;
      Expr a = answer;
      int index = 0;
      for (String name : names) {
        long value = index == 0 ? i : 1 + (i * 7L + index * 5L) % 11;
        g = Trees.substitute(g, name, new Expr.Num(Rational.of(value)));
        a = Trees.substitute(a, name, new Expr.Num(Rational.of(value)));
        index++;
      }
      try {
        if (!scalars.compareExactly(g, a).equal()) {
          return Optional.of(Decision.no("different values at an integer"));
        }
        used++;
      } catch (ArithmeticException e) {
        // undefined there: says nothing
      }
    }
    if (!integers) {
      return Optional.empty(); // not unequal yet: other points decide
    }
    return Optional.of(
        used >= NEEDED
            ? Decision.yes("equal values at " + used + " integers")
            : Decision.no("not decided: too few integers where both are defined"));
  }

  private static TreeSet<String> bound(Expr e) {
    TreeSet<String> bound = new TreeSet<>();
    Trees.any(
        e,
        t -> {
          if (t instanceof Expr.Series s) {
            bound.add(s.variable());
          }
          return false;
        });
    return bound;
  }

  private static boolean isDiscrete(Expr e) {
    return Trees.isStepped(e)
        || Trees.any(
            e,
            t ->
                t instanceof Expr.Series s && s.to() != Expr.Const.INFINITY
                    || t instanceof Expr.Pow p
                        && p.base().equals(Expr.MINUS_ONE)
                        && !Trees.variables(p.exponent()).isEmpty());
  }
}
