package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Remarks beside an answer that say for which values it holds: "n², n ≥ 1", "kπ, k ∈ ℤ". A remark
 * adds nothing where the other side has none; a name that runs over the integers may be any letter.
 */
final class DomainRemarks {
  /**
   * An answer with its remarks.
   *
   * @param body what is answered
   * @param remarks conditions on the body's variables
   */
  record Remarked(Expr body, List<Expr> remarks) {}

  private DomainRemarks() {}

  /** The answer with remarks that a list is; nothing when it is a list of answers. */
  static Optional<Remarked> read(Expr e) {
    if (!(e instanceof Expr.ListOf l) || l.items().size() < 2) {
      return Optional.empty();
    }
    Expr body = l.items().get(0);
    SortedSet<String> names = Trees.variables(body);
    if (names.isEmpty() || isCondition(body) || l.join() == Expr.ListOf.Join.OR) {
      return Optional.empty();
    }
    List<Expr> remarks = l.items().subList(1, l.items().size());
    if (isCurve(body) && remarks.stream().anyMatch(DomainRemarks::isBound)) {
      return Optional.empty(); // half of a circle, a ray
    }
    boolean all = remarks.stream().allMatch(r -> isRemark(r, names));
    return all ? Optional.of(new Remarked(body, List.copyOf(remarks))) : Optional.empty();
  }

  private static boolean isCondition(Expr e) {
    return e instanceof Expr.Relation r
        && r.ops().stream().anyMatch(op -> op != Op.EQ && op != Op.APPROX);
  }

  /** An equation that is no function's value or a sequence's term. */
  private static boolean isCurve(Expr e) {
    return e instanceof Expr.Relation r
        && !(r.sides().get(0) instanceof Expr.Call)
        && !(r.sides().get(0) instanceof Expr.Var v && v.name().indexOf('_') > 0);
  }

  private static boolean isBound(Expr e) {
    return e instanceof Expr.Relation r
        && r.ops().stream().noneMatch(op -> op == Op.NE || op == Op.IN);
  }

  private static boolean isRemark(Expr e, SortedSet<String> names) {
    boolean name = e instanceof Expr.Var v && names.contains(v.name());
    return name
        || isCondition(e)
            && ((Expr.Relation) e)
                .sides().stream()
                    .anyMatch(s -> s instanceof Expr.Var v && names.contains(v.name()));
  }

  /** Whether the remarks only name a variable, or say that it is any real number. */
  static boolean sayNothing(Remarked r) {
    return r.remarks().stream()
        .allMatch(
            c ->
                c instanceof Expr.Var
                    || c instanceof Expr.Relation in
                        && in.ops().equals(List.of(Op.IN))
                        && in.sides().get(1).equals(new Expr.Var("mathbb R")));
  }

  /** The name that a remark lets run over a set: k of k ∈ ℤ. */
  private static Optional<String> index(Remarked r) {
    return r.remarks().size() == 1
            && r.remarks().get(0) instanceof Expr.Relation in
            && in.ops().equals(List.of(Op.IN))
            && in.sides().get(0) instanceof Expr.Var v
        ? Optional.of(v.name())
        : Optional.empty();
  }

  /** The second answer with the first one's letter for the index, where both have one. */
  static Expr withIndexOf(Remarked first, Expr second) {
    Optional<Remarked> other = read(second);
    Optional<String> to = index(first);
    Optional<String> from = other.flatMap(DomainRemarks::index);
    boolean rename =
        to.isPresent()
            && from.isPresent()
            && !to.equals(from)
            && !Trees.variables(second).contains(to.get());
    return rename ? Trees.substitute(second, from.get(), new Expr.Var(to.get())) : second;
  }

  /** Arbitrary constants: c, C, k and K stand for the same where each side has one of them. */
  static Expr withConstantOf(Expr first, Expr second) {
    Optional<String> to = constant(first);
    Optional<String> from = constant(second);
    boolean rename =
        to.isPresent()
            && from.isPresent()
            && !to.equals(from)
            && !Trees.variables(second).contains(to.get())
            && !Trees.variables(first).contains(from.get());
    return rename ? Trees.substitute(second, from.get(), new Expr.Var(to.get())) : second;
  }

  /** The constant of integration of a sum, or the one constant of a function of x. */
  private static Optional<String> constant(Expr e) {
    Expr value = e;
    boolean function = false;
    if (e instanceof Expr.Relation r && Assignments.isAssignment(r)) {
      value = Assignments.last(r);
      function =
          r.sides().get(0) instanceof Expr.Call c
              && c.args().size() == 1
              && c.args().get(0) instanceof Expr.Var;
    }
    List<String> candidates = new ArrayList<>(List.of("c", "C", "k", "K"));
    candidates.retainAll(Trees.variables(value));
    if (candidates.size() != 1) {
      return Optional.empty();
    }
    Expr.Var constant = new Expr.Var(candidates.get(0));
    boolean added = value instanceof Expr.Add a && a.terms().contains(constant);
    return added || function ? Optional.of(constant.name()) : Optional.empty();
  }
}
