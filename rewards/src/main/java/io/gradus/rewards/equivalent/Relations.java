package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.ComplexBall;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares two relations: equations are the same up to moving terms and non-zero factors,
 * inequalities when they describe the same set or are the same conditions in any order.
 */
final class Relations {
  private static final BigDecimal TIGHT = new BigDecimal("1E-25");

  /** How far the sides of a chain may differ where one is a decimal, relative. */
  private static final double ROUNDING = 0.01;

  private final Scalars scalars;
  private final RealSets sets;

  Relations(Scalars scalars, RealSets sets) {
    this.scalars = scalars;
    this.sets = sets;
  }

  Decision compare(Expr.Relation gold, Expr.Relation answer) {
    boolean goldEquation = isEquation(gold);
    if (goldEquation != isEquation(answer)) {
      return Decision.no("an equation against an inequality");
    }
    if (goldEquation) {
      return equations(gold, answer);
    }
    return sets.decide(gold, answer).orElseGet(() -> inequalities(gold, answer));
  }

  private static boolean isEquation(Expr.Relation r) {
    return r.ops().stream().allMatch(op -> op == Op.EQ || op == Op.APPROX);
  }

  private Decision equations(Expr.Relation gold, Expr.Relation asWritten) {
    Expr.Relation answer = Assignments.withArgumentOf(gold, asWritten);
    Expr g0 = gold.sides().get(0);
    Expr a0 = answer.sides().get(0);
    if (Assignments.isAssignment(gold)
        && Assignments.isAssignment(answer)
        && (isStructure(Assignments.last(gold)) || isStructure(Assignments.last(answer)))) {
      if (g0.equals(a0)) {
        return structuresOf().compare(Assignments.last(gold), Assignments.last(answer));
      }
      return NameOrder.inOrderOf(g0, a0, Assignments.last(answer))
          .map(values -> structuresOf().compare(Assignments.last(gold), values))
          .orElse(Decision.no("values of different names"));
    }
    if (isOfConstants(gold) && isOfConstants(answer)) {
      return constants(gold, answer);
    }
    boolean sameName = g0.equals(a0) && Assignments.isName(g0);
    if (sameName || Assignments.sameFunction(gold, answer)) {
      return scalars.compare(Assignments.last(gold), Assignments.last(answer));
    }
    Expr g = difference(g0, Assignments.last(gold));
    Expr a = difference(a0, Assignments.last(answer));
    return proportional(g, a, true)
        ? Decision.yes("same equation up to a factor")
        : Decision.no("different equations");
  }

  private static boolean isOfConstants(Expr.Relation r) {
    return r.sides().stream().allMatch(s -> Trees.variables(s).isEmpty() && !Trees.hasOpaque(s));
  }

  /** True chains have their value; false ones have none and are the same side by side only. */
  private Decision constants(Expr.Relation gold, Expr.Relation answer) {
    boolean consistent = isConsistent(gold);
    if (consistent != isConsistent(answer)) {
      return Decision.no("a chain of different values");
    }
    return consistent
        ? scalars.compare(Assignments.last(gold), Assignments.last(answer))
        : structuresOf().inOrder(gold.sides(), answer.sides());
  }

  /**
   * Whether the constants of a chain are equal, decimals up to rounding, up to the first ≈: 6 = 5
   * answers neither 5 nor 6.
   */
  boolean isConsistent(Expr.Relation chain) {
    int approx = chain.ops().indexOf(Op.APPROX);
    List<Expr> exact = approx < 0 ? chain.sides() : chain.sides().subList(0, approx + 1);
    List<Expr> constants = exact.stream().filter(Relations::isConstant).toList();
    boolean named = Assignments.isName(exact.get(0));
    if (!named && constants.size() < exact.size()) {
      return true; // an equation to solve
    }
    for (int i = 1; i < constants.size(); i++) {
      if (!isNear(constants.get(i - 1), constants.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a number, not zero, is a constant's rounding: within half a unit in its last place. */
  boolean isRounded(Expr exact, Expr.Num decimal) {
    return isConstant(exact)
        && !decimal.value().isZero()
        && scalars.isWithin(exact, decimal, Decimals.halfUnit(decimal));
  }

  private boolean isNear(Expr x, Expr y) {
    return readings(x).stream()
        .anyMatch(u -> readings(y).stream().anyMatch(v -> scalars.isNear(u, v, ROUNDING)));
  }

  /** A percentage as a fraction and as written; other constants as they are. */
  private static List<Expr> readings(Expr e) {
    return e instanceof Expr.Percent p ? List.of(e, p.value()) : List.of(e);
  }

  private static boolean isConstant(Expr e) {
    return Infinity.sign(e) == 0
        && !Trees.any(
            e,
            t ->
                t instanceof Expr.Var
                    || t instanceof Expr.Text
                    || t instanceof Expr.PlusMinus
                    || isStructure(t) && !(t instanceof Expr.Percent))
        && !Trees.hasOpaque(e);
  }

  private Structures structuresOf() {
    return new Structures(scalars);
  }

  private static boolean isStructure(Expr e) {
    return e instanceof Expr.Group
        || e instanceof Expr.SetOf
        || e instanceof Expr.ListOf
        || e instanceof Expr.SetOp
        || e instanceof Expr.Matrix
        || e instanceof Expr.Text
        || e instanceof Expr.Measure
        || e instanceof Expr.Percent
        || e instanceof Expr.Degrees
        || e instanceof Expr.Ratio
        || e instanceof Expr.Based;
  }

  private Decision inequalities(Expr.Relation gold, Expr.Relation answer) {
    List<Expr> g = oriented(gold);
    List<Expr> a = oriented(answer);
    if (g.isEmpty() || g.size() != a.size()) {
      return Decision.no("different inequalities");
    }
    for (Expr condition : g) {
      boolean found = a.removeIf(other -> sameCondition(condition, other));
      if (!found) {
        return Decision.no("different inequalities");
      }
    }
    return a.isEmpty() ? Decision.yes("same inequalities") : Decision.no("different inequalities");
  }

  private boolean sameCondition(Expr x, Expr y) {
    Expr.Relation p = (Expr.Relation) x;
    Expr.Relation q = (Expr.Relation) y;
    return p.ops().equals(q.ops())
        && proportional(p.sides().get(0), q.sides().get(0), p.ops().get(0) == Op.NE);
  }

  /** Each sign of a chain as "form op 0" with op one of <, ≤, ≠. */
  private static List<Expr> oriented(Expr.Relation r) {
    List<Expr> conditions = new ArrayList<>();
    for (int i = 0; i < r.ops().size(); i++) {
      Op op = r.ops().get(i);
      boolean greater = op == Op.GT || op == Op.GE;
      Expr left = r.sides().get(greater ? i + 1 : i);
      Expr right = r.sides().get(greater ? i : i + 1);
      conditions.add(
          new Expr.Relation(
              List.of(difference(left, right), Expr.ZERO),
              List.of(greater ? Conditions.flip(op) : op)));
    }
    return conditions;
  }

  private static Expr difference(Expr a, Expr b) {
    return new Expr.Add(List.of(a, new Expr.Mul(List.of(Expr.MINUS_ONE, b))));
  }

  /** Whether one is the other times a constant that is not zero, or positive if so required. */
  private boolean proportional(Expr x, Expr y, boolean anySign) {
    Budget budget = scalars.budget();
    Normalizer normalizer = new Normalizer(budget);
    Form f = normalizer.form(x);
    Form g = normalizer.form(y);
    if (f.isZero() || g.isZero()) {
      return false; // 0 = 0 says nothing, so it is never the answer
    }
    if (!anySign && !(f.isPoly() && g.isPoly())) {
      return f.sameAs(g, budget);
    }
    Map<String, Poly> fc = coefficients(f.num());
    Map<String, Poly> gc = coefficients(g.num());
    if (fc.keySet().equals(gc.keySet())) {
      String lead = new TreeMap<>(fc).lastKey();
      Poly a = fc.get(lead);
      Poly b = gc.get(lead);
      boolean same =
          f.num()
              .times(b, budget)
              .plus(g.num().times(a, budget).scale(Rational.MINUS_ONE), budget)
              .isZero();
      if (same) {
        return anySign
            || a.isConstant()
                && b.isConstant()
                && a.constantValue().signum() == b.constantValue().signum();
      }
    }
    boolean opaque =
        f.num().kernels().stream().anyMatch(k -> k.startsWith("k:"))
            || g.num().kernels().stream().anyMatch(k -> k.startsWith("k:"));
    return opaque && anySign && constantRatio(x, y);
  }

  /** A polynomial as coefficients (radicals and constants) of products of variables and kernels. */
  private static Map<String, Poly> coefficients(Poly p) {
    Map<String, Map<Monomial, Rational>> parts = new HashMap<>();
    p.terms()
        .forEach(
            (m, c) -> {
              TreeMap<String, Rational> variable = new TreeMap<>(m.powers());
              variable.keySet().removeIf(Relations::isConstantKernel);
              TreeMap<String, Rational> constant = new TreeMap<>(m.powers());
              constant.keySet().removeIf(k -> !isConstantKernel(k));
              parts
                  .computeIfAbsent(new Monomial(variable).toString(), k -> new HashMap<>())
                  .put(new Monomial(constant), c);
            });
    Map<String, Poly> coefficients = new HashMap<>();
    parts.forEach((k, terms) -> coefficients.put(k, new Poly(terms)));
    return coefficients;
  }

  private static boolean isConstantKernel(String k) {
    return k.startsWith("p:") || k.startsWith("c:") || k.equals("i");
  }

  /** Whether the ratio of the values is the same at enough points. */
  private boolean constantRatio(Expr x, Expr y) {
    Optional<ComplexBall> ratio = Optional.empty();
    int used = 0;
    for (int i = 0; i < Point.COUNT; i++) {
      try {
        Evaluator at = new Evaluator(new Point(i, Point.Domain.REAL, true), scalars.budget());
        ComplexBall r = at.value(x).over(at.value(y));
        if (ratio.isPresent() && !r.minus(ratio.get()).containsZero()) {
          return false;
        }
        boolean tight =
            r.minus(ratio.orElse(r)).isWithin(r.magnitude().max(BigDecimal.ONE).multiply(TIGHT));
        used += tight && !r.containsZero() ? 1 : 0;
        ratio = Optional.of(r);
      } catch (ArithmeticException e) {
        // says nothing at this point
      }
    }
    return used >= 4;
  }
}
