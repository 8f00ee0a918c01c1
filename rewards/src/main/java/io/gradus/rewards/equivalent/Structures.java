package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.util.List;
import java.util.Optional;

/**
 * Compares whole answers: sorts out notation that wraps a value (assignments, percent, units) and
 * hands lists, sets, relations, matrices and scalars to their comparisons.
 */
final class Structures {
  private final Scalars scalars;
  private final Collections collections;
  private final Relations relations;
  private final RealSets sets;
  private final Quantities quantities;

  Structures(Scalars scalars) {
    this.scalars = scalars;
    this.sets = new RealSets(scalars, this);
    this.collections = new Collections(this);
    this.relations = new Relations(scalars, sets);
    this.quantities = new Quantities(this);
  }

  /** Where in an answer a value stands. */
  enum Place {
    WHOLE,
    COMPONENT
  }

  Decision compare(Expr gold, Expr answer) {
    return compare(gold, answer, Place.WHOLE);
  }

  /** The decision; what is undefined or of different kinds is not equal. */
  Decision compare(Expr gold, Expr answer, Place place) {
    scalars.budget().spend(10);
    try {
      return compareDefined(gold, answer, place);
    } catch (ArithmeticException e) {
      return Decision.no("undefined: " + e.getMessage());
    } catch (NotScalar e) {
      return Decision.no("not comparable: " + e.getMessage());
    }
  }

  private Decision compareDefined(Expr gold, Expr answer, Place place) {
    if (gold.equals(answer)) {
      return Decision.yes("identical");
    }
    if (gold instanceof Expr.Ambiguous g) {
      return anyReading(g.readings(), List.of(answer), place);
    }
    if (answer instanceof Expr.Ambiguous a) {
      return anyReading(List.of(gold), a.readings(), place);
    }
    if (place == Place.WHOLE) {
      Optional<Decision> remarked = withoutRemarks(gold, answer);
      if (remarked.isPresent()) {
        return remarked.get();
      }
    }
    Expr g = Assignments.member(gold);
    Expr a = Assignments.member(answer);
    if (EqualityChain.isChain(g) && EqualityChain.isStated(a)
        || EqualityChain.isChain(a) && EqualityChain.isStated(g)) {
      return EqualityChain.compare(g, a, this);
    }
    if (g instanceof Expr.Relation gr && a instanceof Expr.Relation ar) {
      return relations.compare(gr, ar);
    }
    if (g instanceof Expr.Relation r) {
      return fromRelation(r, a, place, true);
    }
    if (a instanceof Expr.Relation r) {
      return fromRelation(r, g, place, false);
    }
    return values(g, a, place);
  }

  /** The decision where remarks on a domain or arbitrary constants have to be put aside first. */
  private Optional<Decision> withoutRemarks(Expr gold, Expr answer) {
    Optional<DomainRemarks.Remarked> g = DomainRemarks.read(gold);
    Optional<DomainRemarks.Remarked> a = DomainRemarks.read(answer);
    boolean idle =
        g.filter(DomainRemarks::sayNothing).isPresent()
            || a.filter(DomainRemarks::sayNothing).isPresent();
    if (g.isPresent() != a.isPresent() || idle) {
      return Optional.of(
          compare(
              g.map(DomainRemarks.Remarked::body).orElse(gold),
              a.map(DomainRemarks.Remarked::body).orElse(answer)));
    }
    Expr renamed =
        g.isPresent()
            ? DomainRemarks.withIndexOf(g.get(), answer)
            : DomainRemarks.withConstantOf(gold, answer);
    return renamed.equals(answer) ? Optional.empty() : Optional.of(compare(gold, renamed));
  }

  private Decision anyReading(List<Expr> golds, List<Expr> answers, Place place) {
    Decision last = Decision.no("different");
    for (Expr g : golds) {
      for (Expr a : answers) {
        last = compare(g, a, place);
        if (last.equal()) {
          return last;
        }
      }
    }
    return last;
  }

  /** A relation against something that is none: the value it assigns, or the set it describes. */
  private Decision fromRelation(
      Expr.Relation relation, Expr other, Place place, boolean relationIsGold) {
    if (relation.ops().stream().anyMatch(op -> op != Op.EQ && op != Op.APPROX)) {
      return sets.compare(relationIsGold ? relation : other, relationIsGold ? other : relation);
    }
    Optional<Expr> value =
        Assignments.value(relation).map(v -> NameOrder.ordered(relation.sides().get(0), v));
    if (value.isEmpty()) {
      return Decision.no("an equation against a value");
    }
    if (!relations.isConsistent(relation)) {
      return Decision.no("a chain of different values");
    }
    Decision exact =
        relationIsGold ? compare(value.get(), other, place) : compare(other, value.get(), place);
    if (exact.equal()) {
      return exact;
    }
    // x = 100/3 ≈ 33.3 against 33.3
    Optional<Expr.Num> rounded =
        Assignments.approximation(relation).filter(n -> relations.isRounded(value.get(), n));
    if (rounded.isEmpty()) {
      return exact;
    }
    return relationIsGold
        ? compare(rounded.get(), other, place)
        : compare(other, rounded.get(), place);
  }

  private Decision values(Expr g, Expr a, Place place) {
    if (Collections.isCollection(g) || Collections.isCollection(a)) {
      return collections.compare(g, a);
    }
    if (g instanceof Expr.SetOp || a instanceof Expr.SetOp || isReals(g) || isReals(a)) {
      return sets.compare(g, a);
    }
    if (g instanceof Expr.Group || a instanceof Expr.Group) {
      return groups(g, a);
    }
    Optional<List<List<Expr>>> gm = Matrices.rows(g, scalars.budget());
    Optional<List<List<Expr>>> am = Matrices.rows(a, scalars.budget());
    if (gm.isPresent() && am.isPresent()) {
      return matrices(gm.get(), am.get());
    }
    if (gm.isPresent() || am.isPresent()) {
      return Decision.no("a matrix against something else");
    }
    if (LetterStrings.differ(g, a)) {
      return Decision.no("letters in another order");
    }
    if (LetterStrings.areSameTriangle(g, a)) {
      return Decision.yes("same triangle");
    }
    return quantities.compare(g, a, place);
  }

  private static boolean isReals(Expr e) {
    return e instanceof Expr.Var v && v.name().equals("mathbb R");
  }

  private Decision groups(Expr g, Expr a) {
    if (g instanceof Expr.Group gg && a instanceof Expr.Group ag) {
      boolean interval = gg.isBracketed() || ag.isBracketed();
      boolean sameKind = gg.open() == ag.open() && gg.close() == ag.close();
      boolean bracketsOnly = gg.open() == '[' && gg.close() == ']' && gg.items().size() != 2;
      if (interval && !sameKind && !bracketsOnly) {
        return Decision.no("different brackets");
      }
      return collections.inOrder(gg.items(), ag.items());
    }
    Expr.Group group = g instanceof Expr.Group x ? x : (Expr.Group) a;
    Expr other = g instanceof Expr.Group ? a : g;
    Optional<List<Expr>> vector = Matrices.rows(other, scalars.budget()).flatMap(Matrices::vector);
    if (vector.isEmpty()) {
      return Decision.no("a tuple or interval against something else");
    }
    return g instanceof Expr.Group
        ? collections.inOrder(group.items(), vector.get())
        : collections.inOrder(vector.get(), group.items());
  }

  private Decision matrices(List<List<Expr>> g, List<List<Expr>> a) {
    if (g.size() != a.size() || g.get(0).size() != a.get(0).size()) {
      return Decision.no("matrices of different shapes");
    }
    for (int i = 0; i < g.size(); i++) {
      Decision row = collections.inOrder(g.get(i), a.get(i));
      if (!row.equal()) {
        return row;
      }
    }
    return Decision.yes("equal matrices");
  }

  /** The decision on two sets of real numbers, or nothing when they are not both such sets. */
  Optional<Decision> realSets(Expr gold, Expr answer) {
    boolean line = isLine(gold) || isLine(answer);
    return line ? sets.decide(gold, answer) : Optional.empty();
  }

  /** Whether intervals, unions or inequalities occur, so that points are to be read as a set. */
  private static boolean isLine(Expr e) {
    return e instanceof Expr.SetOp
        || e instanceof Expr.Group g && isInterval(g)
        || e instanceof Expr.ListOf l
            && (l.items().stream().allMatch(Structures::isCondition)
                    && l.items().stream().anyMatch(Structures::isBound)
                || isBound(l.items().get(0)) && isExclusion(l)
                || l.items().stream()
                    .allMatch(
                        i ->
                            i instanceof Expr.SetOp || i instanceof Expr.Group g && isInterval(g)));
  }

  private static boolean isInterval(Expr.Group g) {
    return g.isBracketed() || g.items().stream().anyMatch(i -> Infinity.sign(i) != 0);
  }

  private static boolean isCondition(Expr e) {
    return e instanceof Expr.Relation
        || e instanceof Expr.ListOf l && l.items().stream().allMatch(Structures::isCondition);
  }

  /** Whether an inequality occurs in a condition. */
  private static boolean isBound(Expr e) {
    return e instanceof Expr.Relation r
            && r.ops().stream().noneMatch(op -> op == Op.EQ || op == Op.APPROX)
        || e instanceof Expr.ListOf l && l.items().stream().anyMatch(Structures::isBound);
  }

  /** x ≠ 2, 3. */
  private static boolean isExclusion(Expr.ListOf l) {
    return l.items().get(0) instanceof Expr.Relation r && r.ops().equals(List.of(Op.NE));
  }

  /** The decision on items one by one. */
  Decision inOrder(List<Expr> gold, List<Expr> answer) {
    return collections.inOrder(gold, answer);
  }

  /** Whether two items of one answer are the same item. */
  boolean same(Expr x, Expr y) {
    return compare(x, y, Place.COMPONENT).equal();
  }

  Scalars scalars() {
    return scalars;
  }
}
