package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Relations that only name a value: x = 3, f(x) = 2x, (p, q) = (3, 2), |AB| = 1, x ∈ S. */
final class Assignments {
  /** Functions that are asked for by name: gcd(a, b) = 12. */
  private static final Set<String> VALUED = Set.of("max", "min", "gcd", "lcm", "det");

  /** Words that make more of a name than the value that is asked for: "twice the area = 12". */
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?i)\\b(?:twice|double|triple|half|third|not|never|no|without|reciprocal|inverse|opposite"
              + "|negative|squared?|cubed?|wrong|incorrect|less|more|if|unless|minus|except)\\b");

  private Assignments() {}

  /** S for "x ∈ S"; anything else as it is. */
  static Expr member(Expr e) {
    if (e instanceof Expr.Relation r
        && r.ops().get(r.ops().size() - 1) == Op.IN
        && r.sides().size() == 2
        && isName(r.sides().get(0))) {
      return r.sides().get(1);
    }
    return e;
  }

  /** Whether the relation gives a value to a name. */
  static boolean isAssignment(Expr e) {
    return e instanceof Expr.Relation r
        && r.ops().stream().allMatch(op -> op == Op.EQ || op == Op.APPROX)
        && isName(r.sides().get(0));
  }

  /**
   * The value of an assignment or of a chain of constants: the last side that is equal exactly, not
   * only approximately.
   */
  static Optional<Expr> value(Expr.Relation r) {
    Expr last = last(r);
    if (isName(last) && r.sides().size() == 2 && isConstant(r.sides().get(0))) {
      return Optional.of(r.sides().get(0));
    }
    boolean chain =
        isConstant(last) && r.sides().stream().allMatch(s -> isName(s) || isConstant(s));
    boolean plain =
        isName(r.sides().get(0)) || isQuantity(r.sides().get(0)) && isConstant(last) || chain;
    return plain ? Optional.of(last) : Optional.empty();
  }

  /** What is asked for by a formula of names: a + b + c, AB + BC, a sum up to n, min f(x). */
  private static boolean isQuantity(Expr e) {
    if (e instanceof Expr.Add sum) {
      return sum.terms().stream().allMatch(t -> isName(t) && !isUnknown(t))
          && sum.terms().stream().distinct().count() == sum.terms().size()
          && sum.terms().stream().noneMatch(t -> isConstant(t));
    }
    boolean series = e instanceof Expr.Series;
    boolean extreme = e instanceof Expr.Call c && VALUED.contains(c.function());
    return (series || extreme) && !Trees.variables(e).isEmpty();
  }

  /** Letters that stand for what an equation is solved for. */
  private static boolean isUnknown(Expr e) {
    return Trees.variables(e).stream().anyMatch(v -> v.matches("[xyztuvw]"));
  }

  private static boolean isConstant(Expr e) {
    return Trees.variables(e).isEmpty() && !Trees.hasOpaque(e);
  }

  static Expr last(Expr.Relation r) {
    int approx = r.ops().indexOf(Op.APPROX);
    boolean onlyName = approx == 0 && !isConstant(r.sides().get(0));
    return r.sides().get(approx < 0 || onlyName ? r.sides().size() - 1 : approx);
  }

  /** The number after ≈ that rounds the value before it. */
  static Optional<Expr.Num> approximation(Expr.Relation r) {
    Expr last = r.sides().get(r.sides().size() - 1);
    return r.ops().indexOf(Op.APPROX) == r.ops().size() - 1 && last instanceof Expr.Num n
        ? Optional.of(n)
        : Optional.empty();
  }

  /** Whether both give a function of the same variable: y = 2x against f(x) = 2x. */
  static boolean sameFunction(Expr.Relation r, Expr.Relation s) {
    Expr left = r.sides().get(0);
    Expr right = s.sides().get(0);
    return left.equals(new Expr.Var("y")) && isFunctionOfX(right)
        || right.equals(new Expr.Var("y")) && isFunctionOfX(left);
  }

  /** The second relation with the first's argument: f(t) = 2t is f(x) = 2x. */
  static Expr.Relation withArgumentOf(Expr.Relation r, Expr.Relation s) {
    if (r.sides().get(0) instanceof Expr.Call f
        && s.sides().get(0) instanceof Expr.Call g
        && f.function().startsWith("apply ")
        && f.function().equals(g.function())
        && f.args().size() == 1
        && g.args().size() == 1
        && f.args().get(0) instanceof Expr.Var x
        && g.args().get(0) instanceof Expr.Var t
        && !Trees.variables(s).contains(x.name())) {
      return (Expr.Relation) Trees.substitute(s, t.name(), x);
    }
    return s;
  }

  private static boolean isFunctionOfX(Expr e) {
    return e instanceof Expr.Call c
        && c.function().startsWith("apply ")
        && c.args().equals(List.of(new Expr.Var("x")));
  }

  /** Whether a side is a name rather than an expression to solve. */
  static boolean isName(Expr e) {
    if (e instanceof Expr.Text t) {
      return !CHANGES.matcher(t.words()).find();
    } else if (e instanceof Expr.Var) {
      return true;
    } else if (e instanceof Expr.Call c) {
      return c.function().startsWith("apply ")
          || VALUED.contains(c.function())
              && c.args().stream().allMatch(Assignments::isName)
              && !Trees.variables(c).isEmpty()
          || c.function().equals("abs") && c.args().stream().allMatch(Assignments::isLength);
    } else if (e instanceof Expr.Mul m) {
      return m.factors().stream().allMatch(Assignments::isName);
    } else if (e instanceof Expr.Pow p) {
      return p.exponent().equals(Expr.MINUS_ONE) && isName(p.base());
    } else if (e instanceof Expr.Ratio r) {
      return r.parts().stream().allMatch(Assignments::isName);
    } else if (e instanceof Expr.Group g) {
      return g.items().stream().allMatch(Assignments::isName);
    } else if (e instanceof Expr.Measure m) {
      return isName(m.value());
    } else if (e instanceof Expr.SetOp o) {
      return isName(o.left()) && isName(o.right());
    }
    return e == Expr.Const.E || e == Expr.Const.I;
  }

  /** Whether |…| around a name has a name's value: |AB|, |v|, |z|; but |x| = 5 is to be solved. */
  private static boolean isLength(Expr e) {
    boolean unknown = e instanceof Expr.Var v && v.name().matches("[a-uxy](?:_.*)?");
    return isName(e) && !unknown;
  }

  /** The name that gets a value, without its subscript: x for x_1 = 3. */
  static Optional<String> family(Expr e) {
    if (!isAssignment(e)) {
      return Optional.empty();
    }
    Expr side = ((Expr.Relation) e).sides().get(0);
    String name = side instanceof Expr.Var v ? v.name() : side.toString();
    if (side instanceof Expr.Mul m
        && m.factors().size() == 2
        && m.factors().get(0) instanceof Expr.Var function
        && Character.isUpperCase(function.name().charAt(0))) {
      name = function.name() + "()"; // W(n) = 1, W(n) = -1: values of a function
    }
    int subscript = name.indexOf('_');
    return Optional.of(subscript < 0 ? name : name.substring(0, subscript));
  }
}
