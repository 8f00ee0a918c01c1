package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Walks over expression trees; their depth is limited by the parser. */
final class Trees {
  private Trees() {}

  /** The tree with every child replaced; leaves are returned as they are. */
  static Expr mapChildren(Expr e, UnaryOperator<Expr> f) {
    if (e instanceof Expr.Add a) {
      return new Expr.Add(map(a.terms(), f));
    } else if (e instanceof Expr.Mul m) {
      return new Expr.Mul(map(m.factors(), f));
    } else if (e instanceof Expr.Pow p) {
      return new Expr.Pow(f.apply(p.base()), f.apply(p.exponent()));
    } else if (e instanceof Expr.Root r) {
      return new Expr.Root(f.apply(r.degree()), f.apply(r.radicand()));
    } else if (e instanceof Expr.Call c) {
      return new Expr.Call(c.function(), map(c.args(), f));
    } else if (e instanceof Expr.Series s) {
      return new Expr.Series(
          s.kind(), s.variable(), f.apply(s.from()), f.apply(s.to()), f.apply(s.body()));
    } else if (e instanceof Expr.Matrix m) {
      return new Expr.Matrix(m.rows().stream().map(r -> map(r, f)).toList());
    } else if (e instanceof Expr.Group g) {
      return new Expr.Group(g.open(), g.close(), map(g.items(), f));
    } else if (e instanceof Expr.SetOf s) {
      return new Expr.SetOf(map(s.items(), f));
    } else if (e instanceof Expr.ListOf l) {
      return new Expr.ListOf(map(l.items(), f), l.join());
    } else if (e instanceof Expr.SetOp o) {
      return new Expr.SetOp(o.kind(), f.apply(o.left()), f.apply(o.right()));
    } else if (e instanceof Expr.Relation r) {
      return new Expr.Relation(map(r.sides(), f), r.ops());
    } else if (e instanceof Expr.PlusMinus p) {
      return new Expr.PlusMinus(p.plusFirst(), f.apply(p.operand()));
    } else if (e instanceof Expr.Percent p) {
      return new Expr.Percent(f.apply(p.value()));
    } else if (e instanceof Expr.Degrees d) {
      return new Expr.Degrees(f.apply(d.value()));
    } else if (e instanceof Expr.Measure m) {
      return new Expr.Measure(f.apply(m.value()), m.unit());
    } else if (e instanceof Expr.Ratio r) {
      return new Expr.Ratio(map(r.parts(), f));
    } else if (e instanceof Expr.Ambiguous a) {
      return new Expr.Ambiguous(map(a.readings(), f));
    }
    return e;
  }

  private static List<Expr> map(List<Expr> items, UnaryOperator<Expr> f) {
    List<Expr> mapped = new ArrayList<>(items.size());
    for (Expr item : items) {
      mapped.add(f.apply(item));
    }
    return List.copyOf(mapped);
  }

  static Expr substitute(Expr e, String variable, Expr value) {
    if (e instanceof Expr.Var v && v.name().equals(variable)) {
      return value;
    }
    return mapChildren(e, child -> substitute(child, variable, value));
  }

  /** Names of all variables, sorted. */
  static SortedSet<String> variables(Expr e) {
    SortedSet<String> names = new TreeSet<>();
    collect(e, names);
    return names;
  }

  private static void collect(Expr e, SortedSet<String> names) {
    if (e instanceof Expr.Var v) {
      names.add(v.name());
    }
    mapChildren(
        e,
        child -> {
          collect(child, names);
          return child;
        });
  }

  /** All calls of a function. */
  static List<Expr.Call> calls(Expr e, String function) {
    List<Expr.Call> calls = new ArrayList<>();
    if (e instanceof Expr.Call c && c.function().equals(function)) {
      calls.add(c);
    }
    mapChildren(
        e,
        child -> {
          calls.addAll(calls(child, function));
          return child;
        });
    return calls;
  }

  /** Whether something occurs whose value is only a name's: f(x), a sum without small bounds. */
  static boolean hasOpaque(Expr e) {
    return any(
        e,
        t ->
            t instanceof Expr.Series
                || t instanceof Expr.Call c && c.function().startsWith("apply "));
  }

  /** How many nodes a tree has. */
  static int size(Expr e) {
    int[] size = {1};
    mapChildren(
        e,
        child -> {
          size[0] += size(child);
          return child;
        });
    return size[0];
  }

  /** How deep sums and products over a range stand in one another. */
  static int nestedSeries(Expr e) {
    int[] deepest = {0};
    mapChildren(
        e,
        child -> {
          deepest[0] = Math.max(deepest[0], nestedSeries(child));
          return child;
        });
    return deepest[0] + (e instanceof Expr.Series ? 1 : 0);
  }

  /** Whether a function of integers occurs. */
  static boolean isDiscrete(Expr e) {
    return any(
        e,
        t ->
            t instanceof Expr.Call c
                && (c.function().endsWith("factorial")
                    || c.function().equals("binom")
                    || c.function().equals("permutations")
                    || c.function().equals("gcd")
                    || c.function().equals("lcm")));
  }

  /** Whether a step function occurs, which near zero looks like others. */
  static boolean isStepped(Expr e) {
    return any(
        e,
        t ->
            t instanceof Expr.Call c
                && (c.function().equals("floor")
                    || c.function().equals("ceil")
                    || c.function().equals("remainder")));
  }

  static boolean any(Expr e, Predicate<Expr> test) {
    if (test.test(e)) {
      return true;
    }
    boolean[] found = {false};
    mapChildren(
        e,
        child -> {
          found[0] = found[0] || any(child, test);
          return child;
        });
    return found[0];
  }
}
