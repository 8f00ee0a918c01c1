package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.List;

/** The trees an ambiguous tree may stand for. */
final class Readings {
  private Readings() {}

  /** The readings of the whole, or inside a relation's last side; at most a few. */
  static List<Expr> of(Expr e) {
    if (e instanceof Expr.Ambiguous a) {
      List<Expr> all = new ArrayList<>();
      a.readings().forEach(r -> all.addAll(of(r)));
      return all;
    }
    return List.of(e);
  }
}
