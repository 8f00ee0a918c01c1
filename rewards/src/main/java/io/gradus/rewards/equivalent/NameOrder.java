package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The order of named values in a tuple: that of the names, Latin before Greek, however they are
 * written down; y = 1, x = 2 is the point (2, 1).
 */
final class NameOrder {
  private static final List<String> GREEK =
      List.of(
          "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda",
          "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega");

  private static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(n -> n.equals("rho") ? -1 : GREEK.indexOf(n))
          .thenComparing(n -> n.toLowerCase(Locale.ROOT))
          .thenComparing(Comparator.naturalOrder());

  private NameOrder() {}

  /** The items of (y, x) = (1, 2) in the order of the names, where the names have one. */
  static Expr ordered(Expr names, Expr values) {
    if (!(names instanceof Expr.Group n)
        || !(values instanceof Expr.Group v)
        || n.items().size() != v.items().size()
        || !n.items().stream().allMatch(Expr.Var.class::isInstance)) {
      return values;
    }
    List<String> written = n.items().stream().map(i -> ((Expr.Var) i).name()).toList();
    List<String> sorted = written.stream().sorted(ORDER).toList();
    if (!hasOrder(written) || sorted.stream().distinct().count() < sorted.size()) {
      return values;
    }
    return new Expr.Group(
        v.open(),
        v.close(),
        sorted.stream().map(name -> v.items().get(written.indexOf(name))).toList());
  }

  /**
   * The values of (n, m) = (5, 8) in the order of other names, (m, n); nothing where the names are
   * not the same.
   */
  static Optional<Expr> inOrderOf(Expr order, Expr names, Expr values) {
    if (!(order instanceof Expr.Group o)
        || !(names instanceof Expr.Group n)
        || !(values instanceof Expr.Group v)
        || o.isBracketed()
        || n.isBracketed()
        || v.isBracketed()
        || n.items().size() != v.items().size()
        || n.items().size() != o.items().size()
        || !o.items().stream().allMatch(Expr.Var.class::isInstance)
        || !n.items().containsAll(o.items())
        || o.items().stream().distinct().count() < o.items().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Expr.Group(
            v.open(),
            v.close(),
            o.items().stream().map(name -> v.items().get(n.items().indexOf(name))).toList()));
  }

  /**
   * Whether names have an order of their own: neighbours in the alphabet, as x, y, z, or letters of
   * two alphabets. For w and h the order in which they are written counts.
   */
  private static boolean hasOrder(List<String> names) {
    List<String> letters =
        names.stream()
            .filter(n -> n.length() == 1 && n.charAt(0) < 128)
            .distinct()
            .sorted()
            .toList();
    if (letters.size() < names.size()) {
      return true;
    }
    return letters.get(letters.size() - 1).charAt(0) - letters.get(0).charAt(0)
        == letters.size() - 1;
  }

  /** The values of assignments in the order of their names. */
  static List<Expr> values(List<Expr> assignments) {
    List<Expr> sorted = new ArrayList<>(assignments);
    if (!hasOrder(sorted.stream().map(a -> Assignments.family(a).orElse("")).toList())) {
      return sorted.stream().map(a -> Assignments.last((Expr.Relation) a)).toList();
    }
    sorted.sort(Comparator.comparing(a -> Assignments.family(a).orElse(""), ORDER));
    return sorted.stream().map(a -> Assignments.last((Expr.Relation) a)).toList();
  }
}
