package io.gradus.rewards.equivalent;

import io.gradus.rewards.equivalent.Structures.Place;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Subsets of the real line, written as intervals, unions, points or inequalities. */
final class RealSets {
  private static final int MOST = 40;

  private final Scalars scalars;
  private final Structures structures;

  RealSets(Scalars scalars, Structures structures) {
    this.scalars = scalars;
    this.structures = structures;
  }

  /** Thrown when two bounds cannot be put in order; an expected outcome. */
  private static final class NoOrder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoOrder() {
      super("bounds that cannot be ordered", null, false, false);
    }
  }

  Decision compare(Expr gold, Expr answer) {
    return decide(gold, answer).orElseGet(() -> Decision.no("not sets of real numbers"));
  }

  /** The decision, or nothing when one of the two is no set of real numbers. */
  Optional<Decision> decide(Expr gold, Expr answer) {
    try {
      Optional<List<Interval>> g = of(gold);
      Optional<List<Interval>> a = of(answer);
      if (g.isEmpty() || a.isEmpty()) {
        return Optional.empty();
      }
      Set<String> gu = unknowns(gold);
      Set<String> au = unknowns(answer);
      if (gu.size() > 1 || au.size() > 1) {
        return Optional.empty();
      }
      if (!gu.isEmpty() && !au.isEmpty()) {
        if (!gu.equals(au)) {
          return Optional.of(Decision.no("different unknowns"));
        }
      } else if (!Stream.concat(gu.stream(), au.stream()).allMatch(RealSets::isName)) {
        return Optional.of(Decision.no("a set against bounds on an expression"));
      }
      return Optional.of(same(union(g.get()), union(a.get())));
    } catch (NoOrder e) {
      return Optional.of(Decision.no(e.getMessage()));
    }
  }

  /** What the inequalities of an answer bound; for |x - 1| that is x. */
  private Set<String> unknowns(Expr e) {
    Set<String> unknowns = new TreeSet<>();
    if (e instanceof Expr.Relation r && isExclusionOfBoth(r)) {
      PlusMinusSigns.expand(r).forEach(one -> unknowns.addAll(unknowns(one)));
    } else if (e instanceof Expr.Relation r && Assignments.member(r) == r) {
      Conditions.of(r, scalars.budget()).ifPresent(c -> unknowns.add(absolute(r, c).unknown()));
    } else if (e instanceof Expr.ListOf l) {
      l.items().forEach(i -> unknowns.addAll(unknowns(i)));
    } else if (e instanceof Expr.SetOp o) {
      unknowns.addAll(unknowns(o.left()));
      unknowns.addAll(unknowns(o.right()));
    }
    return unknowns;
  }

  private Conditions.Absolute absolute(Expr.Relation r, List<Conditions.Condition> conditions) {
    return Conditions.absolute(r, conditions.get(0).unknown(), scalars.budget());
  }

  /** Whether values may be given for it as a set: x, and f(x) for the values of a function. */
  private static boolean isName(String unknown) {
    return unknown.startsWith("v:") || unknown.startsWith("k:apply ");
  }

  private Decision same(List<Interval> g, List<Interval> a) {
    if (g.size() != a.size()) {
      return Decision.no("sets of different pieces");
    }
    for (int i = 0; i < g.size(); i++) {
      Interval x = g.get(i);
      Interval y = a.get(i);
      boolean ends = x.lowOpen() == y.lowOpen() && x.highOpen() == y.highOpen();
      if (!ends
          || !structures.compare(x.low(), y.low(), Place.COMPONENT).equal()
          || !structures.compare(x.high(), y.high(), Place.COMPONENT).equal()) {
        return Decision.no("sets differ in piece " + (i + 1));
      }
    }
    return Decision.yes("same set");
  }

  private Optional<List<Interval>> of(Expr e) {
    if (e instanceof Expr.Group g && g.items().size() == 2) {
      return Optional.of(
          List.of(
              new Interval(g.items().get(0), g.open() == '(', g.items().get(1), g.close() == ')')));
    } else if (e instanceof Expr.SetOf s) {
      List<Interval> points = new ArrayList<>();
      s.items().forEach(i -> PlusMinusSigns.expand(i).forEach(p -> points.add(Interval.point(p))));
      return Optional.of(points);
    } else if (e instanceof Expr.Var v && v.name().equals("mathbb R")) {
      return Optional.of(List.of(Interval.all()));
    } else if (e instanceof Expr.SetOp o) {
      return operation(o);
    } else if (e instanceof Expr.Relation r) {
      Expr member = Assignments.member(r);
      return member == r ? ofInequality(r) : of(member);
    } else if (e instanceof Expr.ListOf l) {
      return ofList(l);
    }
    return Optional.empty();
  }

  private Optional<List<Interval>> operation(Expr.SetOp o) {
    Optional<List<Interval>> left = of(o.left());
    Optional<List<Interval>> right = of(o.right());
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (o.kind()) {
          case UNION -> concat(left.get(), right.get());
          case INTERSECTION -> intersect(left.get(), right.get());
          case DIFFERENCE -> intersect(left.get(), complement(right.get()));
        });
  }

  /**
   * Conditions side by side: all hold with "and", any with "or"; with commas all hold where they
   * overlap, otherwise any does. Intervals side by side are their union.
   */
  private Optional<List<Interval>> ofList(Expr.ListOf list) {
    boolean intervals = list.items().stream().allMatch(RealSets::isSet);
    boolean any = intervals || list.join() == Expr.ListOf.Join.OR;
    boolean all = !intervals && list.join() == Expr.ListOf.Join.AND;
    List<Interval> set = List.of();
    boolean first = true;
    Optional<Expr.Relation> excluded = Optional.empty();
    for (Expr item : list.items()) {
      Expr condition = excluded.isPresent() ? alsoExcluded(excluded.get(), item) : item;
      excluded =
          condition instanceof Expr.Relation r && r.ops().equals(List.of(Op.NE))
              ? Optional.of(r)
              : Optional.empty();
      Optional<List<Interval>> next =
          condition instanceof Expr.Relation || condition instanceof Expr.ListOf || isSet(condition)
              ? of(condition)
              : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      List<Interval> both = first ? next.get() : intersect(set, next.get());
      boolean joined = first || any || !all && both.isEmpty();
      set = joined ? concat(set, next.get()) : both;
      first = false;
    }
    return Optional.of(set);
  }

  /** The 3 of x ≠ 2, 3. */
  private static Expr alsoExcluded(Expr.Relation before, Expr item) {
    boolean value = !(item instanceof Expr.Relation) && Trees.variables(item).isEmpty();
    return value ? new Expr.Relation(List.of(before.sides().get(0), item), before.ops()) : item;
  }

  private static boolean isSet(Expr e) {
    return e instanceof Expr.Group || e instanceof Expr.SetOp;
  }

  /** x ≠ ±1: neither. */
  private static boolean isExclusionOfBoth(Expr.Relation r) {
    return r.ops().equals(List.of(Op.NE)) && PlusMinusSigns.occursIn(r);
  }

  private Optional<List<Interval>> ofInequality(Expr.Relation r) {
    if (isExclusionOfBoth(r)) {
      List<Expr> both = PlusMinusSigns.expand(r);
      return of(both.get(0)).flatMap(a -> of(both.get(1)).map(b -> intersect(a, b)));
    }
    boolean inequality =
        r.ops().equals(List.of(Op.EQ))
            || r.ops().stream().allMatch(op -> op != Op.EQ && op != Op.APPROX && op != Op.IN);
    Optional<List<Conditions.Condition>> conditions =
        inequality ? Conditions.of(r, scalars.budget()) : Optional.empty();
    if (conditions.isEmpty()) {
      return Optional.empty();
    }
    List<Interval> set = List.of(Interval.all());
    for (Conditions.Condition c : conditions.get()) {
      set = intersect(set, piece(c));
    }
    Conditions.Absolute absolute = absolute(r, conditions.get());
    if (absolute.isAbsolute()) {
      List<Interval> positive = intersect(set, List.of(Interval.above(Expr.ZERO, false)));
      set = concat(mirror(positive), positive).stream().map(i -> moved(i, absolute)).toList();
    }
    return Optional.of(set);
  }

  /** The values of x where a (x - r) lies in an interval. */
  private static Interval moved(Interval i, Conditions.Absolute by) {
    return new Interval(moved(i.low(), by), i.lowOpen(), moved(i.high(), by), i.highOpen());
  }

  private static Expr moved(Expr end, Conditions.Absolute by) {
    Expr scale = new Expr.Num(Rational.ONE.over(by.scale()));
    return Infinity.sign(end) != 0
        ? end
        : new Expr.Add(List.of(by.root(), new Expr.Mul(List.of(scale, end))));
  }

  private static List<Interval> piece(Conditions.Condition c) {
    Expr b = c.bound();
    return switch (c.op()) {
      case LT -> List.of(Interval.below(b, true));
      case LE -> List.of(Interval.below(b, false));
      case GT -> List.of(Interval.above(b, true));
      case GE -> List.of(Interval.above(b, false));
      case EQ -> List.of(Interval.point(b));
      default -> List.of(Interval.below(b, true), Interval.above(b, true));
    };
  }

  private static List<Interval> mirror(List<Interval> set) {
    List<Interval> mirrored = new ArrayList<>();
    for (Interval i : set) {
      mirrored.add(0, new Interval(negate(i.high()), i.highOpen(), negate(i.low()), i.lowOpen()));
    }
    return mirrored;
  }

  private static Expr negate(Expr e) {
    if (e == Expr.Const.INFINITY) {
      return Interval.MINUS_INFINITY;
    }
    return Infinity.sign(e) < 0 ? Expr.Const.INFINITY : new Expr.Mul(List.of(Expr.MINUS_ONE, e));
  }

  private static List<Interval> concat(List<Interval> a, List<Interval> b) {
    List<Interval> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private List<Interval> complement(List<Interval> set) {
    List<Interval> rest = List.of(Interval.all());
    for (Interval i : set) {
      List<Interval> outside = new ArrayList<>();
      if (Infinity.sign(i.low()) == 0) {
        outside.add(Interval.below(i.low(), !i.lowOpen()));
      }
      if (Infinity.sign(i.high()) == 0) {
        outside.add(Interval.above(i.high(), !i.highOpen()));
      }
      rest = intersect(rest, outside);
    }
    return rest;
  }

  private List<Interval> intersect(List<Interval> a, List<Interval> b) {
    List<Interval> pieces = new ArrayList<>();
    for (Interval x : a) {
      for (Interval y : b) {
        int low = order(x.low(), y.low());
        int high = order(x.high(), y.high());
        Interval common =
            new Interval(
                low >= 0 ? x.low() : y.low(),
                low > 0 ? x.lowOpen() : low < 0 ? y.lowOpen() : x.lowOpen() || y.lowOpen(),
                high <= 0 ? x.high() : y.high(),
                high < 0 ? x.highOpen() : high > 0 ? y.highOpen() : x.highOpen() || y.highOpen());
        if (!isEmpty(common)) {
          pieces.add(common);
        }
      }
    }
    check(pieces);
    return pieces;
  }

  private boolean isEmpty(Interval i) {
    int order = order(i.low(), i.high());
    return order > 0 || order == 0 && (i.lowOpen() || i.highOpen());
  }

  /** The same set as disjoint pieces from left to right. */
  private List<Interval> union(List<Interval> set) {
    check(set);
    if (set.size() == 1) {
      return set;
    }
    List<Interval> sorted = new ArrayList<>(set.stream().filter(i -> !isEmpty(i)).toList());
    sorted.sort(
        (x, y) -> {
          int order = order(x.low(), y.low());
          return order != 0 ? order : Boolean.compare(x.lowOpen(), y.lowOpen());
        });
    List<Interval> merged = new ArrayList<>();
    for (Interval next : sorted) {
      Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      int gap = last == null ? -1 : order(last.high(), next.low());
      boolean touches = gap > 0 || gap == 0 && !(last.highOpen() && next.lowOpen());
      if (last == null || !touches) {
        merged.add(next);
        continue;
      }
      int high = order(last.high(), next.high());
      merged.set(
          merged.size() - 1,
          new Interval(
              last.low(),
              last.lowOpen(),
              high >= 0 ? last.high() : next.high(),
              high > 0
                  ? last.highOpen()
                  : high < 0 ? next.highOpen() : last.highOpen() && next.highOpen()));
    }
    return merged;
  }

  private static void check(List<Interval> set) {
    if (set.size() > MOST) {
      throw new NoOrder();
    }
  }

  /** -1, 0 or 1 as a lies below, at or above b. */
  private int order(Expr a, Expr b) {
    int ai = Infinity.sign(a);
    int bi = Infinity.sign(b);
    if (ai != 0 || bi != 0) {
      return Integer.compare(ai, bi);
    }
    if (a.equals(b) || scalars.compareExactly(a, b).equal()) {
      return 0;
    }
    Expr difference = new Expr.Add(List.of(a, new Expr.Mul(List.of(Expr.MINUS_ONE, b))));
    return scalars.sign(difference).orElseThrow(NoOrder::new);
  }
}
