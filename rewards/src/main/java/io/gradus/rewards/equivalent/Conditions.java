package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Linear conditions on one unknown: "u op bound", one for each sign of a chain. */
final class Conditions {
  /**
   * One condition.
   *
   * @param unknown the kernel that is bounded, such as v:x or k:abs[…]
   * @param bound a constant
   */
  record Condition(String unknown, Op op, Expr bound) {}

  private Conditions() {}

  /** The conditions of a relation; nothing when one of them is not linear in one unknown. */
  static Optional<List<Condition>> of(Expr.Relation r, Budget budget) {
    List<Condition> conditions = new ArrayList<>();
    Normalizer normalizer = new Normalizer(budget);
    for (int i = 0; i < r.ops().size(); i++) {
      Expr left = r.sides().get(i);
      Expr right = r.sides().get(i + 1);
      Op op = r.ops().get(i);
      Optional<Condition> c;
      if (Infinity.sign(left) != 0) {
        c = unknown(right, normalizer).map(u -> new Condition(u, flip(op), left));
      } else if (Infinity.sign(right) != 0) {
        c = unknown(left, normalizer).map(u -> new Condition(u, op, right));
      } else {
        c = solve(normalizer.form(left).minus(normalizer.form(right), budget), op);
      }
      if (c.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(c.get());
    }
    boolean oneUnknown =
        conditions.stream().allMatch(c -> c.unknown().equals(conditions.get(0).unknown()));
    return oneUnknown ? Optional.of(conditions) : Optional.empty();
  }

  private static Optional<String> unknown(Expr e, Normalizer normalizer) {
    return linear(normalizer.form(e)).map(Linear::unknown);
  }

  /** Solves form op 0. */
  private static Optional<Condition> solve(Form f, Op op) {
    return linear(f)
        .map(
            l ->
                new Condition(l.unknown(), l.coefficient().signum() < 0 ? flip(op) : op, l.root()));
  }

  /**
   * What a kernel says of a variable.
   *
   * @param unknown the variable x of a kernel |a (x - r)|, otherwise the kernel itself
   * @param scale |a|; zero when the kernel is no such absolute value
   * @param root r
   */
  record Absolute(String unknown, Rational scale, Expr root) {
    boolean isAbsolute() {
      return scale.signum() > 0;
    }
  }

  /** Looks a kernel up in the relation it comes from. */
  static Absolute absolute(Expr.Relation r, String kernel, Budget budget) {
    if (kernel.startsWith("k:abs[")) {
      Normalizer normalizer = new Normalizer(budget);
      for (Expr.Call c : Trees.calls(r, "abs")) {
        Optional<Linear> inside = linear(normalizer.form(c.args().get(0)));
        if (inside.isPresent()
            && inside.get().unknown().startsWith("v:")
            && normalizer.form(c).equals(Form.of(Poly.kernel(kernel)))) {
          Linear l = inside.get();
          return new Absolute(l.unknown(), l.coefficient().abs(), l.root());
        }
      }
    }
    return new Absolute(kernel, Rational.ZERO, Expr.ZERO);
  }

  /** coefficient · (unknown - root). */
  private record Linear(String unknown, Rational coefficient, Expr root) {}

  private static Optional<Linear> linear(Form f) {
    if (!f.isPoly()) {
      return Optional.empty();
    }
    String unknown = null;
    Rational coefficient = Rational.ZERO;
    List<Expr> rest = new ArrayList<>();
    for (Map.Entry<Monomial, Rational> term : f.num().terms().entrySet()) {
      boolean constant =
          term.getKey().powers().keySet().stream()
              .allMatch(k -> k.startsWith("p:") || k.startsWith("c:"));
      if (constant) {
        rest.add(tree(term.getKey(), term.getValue()));
        continue;
      }
      boolean linear =
          unknown == null
              && term.getKey().powers().size() == 1
              && term.getKey().powers().firstEntry().getValue().isOne()
              && !term.getKey().powers().containsKey("i");
      if (!linear) {
        return Optional.empty();
      }
      unknown = term.getKey().powers().firstKey();
      coefficient = term.getValue();
    }
    if (unknown == null) {
      return Optional.empty();
    }
    Expr sum = rest.isEmpty() ? Expr.ZERO : new Expr.Add(List.copyOf(rest));
    Rational factor = Rational.MINUS_ONE.over(coefficient);
    Expr root = new Expr.Mul(List.of(new Expr.Num(factor), sum));
    return Optional.of(new Linear(unknown, coefficient, root));
  }

  private static Expr tree(Monomial m, Rational coefficient) {
    List<Expr> factors = new ArrayList<>(List.of(new Expr.Num(coefficient)));
    m.powers()
        .forEach(
            (kernel, power) -> {
              Expr base =
                  switch (kernel) {
                    case "c:pi" -> Expr.Const.PI;
                    case "c:e" -> Expr.Const.E;
                    default -> new Expr.Num(Rational.of(new BigInteger(kernel.substring(2))));
                  };
              factors.add(new Expr.Pow(base, new Expr.Num(power)));
            });
    return new Expr.Mul(List.copyOf(factors));
  }

  static Op flip(Op op) {
    return switch (op) {
      case LT -> Op.GT;
      case LE -> Op.GE;
      case GT -> Op.LT;
      case GE -> Op.LE;
      default -> op;
    };
  }
}
