package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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

  /** The values of assignments in the order of their names. */
  static List<Expr> values(List<Expr> assignments) {
    List<Expr> sorted = new ArrayList<>(assignments);
    sorted.sort(Comparator.comparing(a -> Assignments.family(a).orElse(""), ORDER));
    return sorted.stream().map(a -> Assignments.last((Expr.Relation) a)).toList();
  }
}
