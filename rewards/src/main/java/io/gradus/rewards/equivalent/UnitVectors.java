package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sums of multiples of the unit vectors i, j, k in bold or with hats, as tuples. */
final class UnitVectors {
  private UnitVectors() {}

  /** The tuple of components; an imaginary unit for a bold i alone; other trees as they are. */
  static Expr read(Expr e) {
    if (!Trees.any(e, UnitVectors::isUnitVector)) {
      return e;
    }
    if (e instanceof Expr.ListOf || e instanceof Expr.Relation || e instanceof Expr.SetOf) {
      return Trees.mapChildren(e, UnitVectors::read);
    }
    boolean plane = Trees.any(e, t -> "j".equals(letter(t)));
    boolean space = Trees.any(e, t -> "k".equals(letter(t)));
    if (!plane && !space) {
      return withImaginary(e);
    }
    List<Expr> terms = e instanceof Expr.Add a ? a.terms() : List.of(e);
    Expr[] components = {Expr.ZERO, Expr.ZERO, Expr.ZERO};
    for (Expr term : terms) {
      Optional<Component> c = component(term);
      if (c.isEmpty() || components[c.get().axis()] != Expr.ZERO) {
        return e;
      }
      components[c.get().axis()] = c.get().value();
    }
    List<Expr> all = List.of(components);
    return new Expr.Group('(', ')', space ? all : all.subList(0, 2));
  }

  private record Component(int axis, Expr value) {}

  private static Optional<Component> component(Expr term) {
    List<Expr> factors = term instanceof Expr.Mul m ? m.factors() : List.of(term);
    List<Expr> rest = new ArrayList<>();
    int axis = -1;
    for (Expr factor : factors) {
      Optional<Component> inner =
          factor instanceof Expr.Mul ? component(factor) : Optional.<Component>empty();
      boolean vector = isUnitVector(factor) || inner.isPresent();
      if (vector && axis >= 0) {
        return Optional.empty();
      }
      if (vector) {
        axis = inner.map(Component::axis).orElseGet(() -> "ijk".indexOf(letter(factor)));
        inner.ifPresent(i -> rest.add(i.value()));
      } else if (Trees.any(factor, UnitVectors::isUnitVector)) {
        return Optional.empty();
      } else {
        rest.add(factor);
      }
    }
    Expr value =
        rest.isEmpty()
            ? Expr.ONE
            : rest.size() == 1 ? rest.get(0) : new Expr.Mul(List.copyOf(rest));
    return axis < 0 ? Optional.empty() : Optional.of(new Component(axis, value));
  }

  private static Expr withImaginary(Expr e) {
    return isUnitVector(e) && e.equals(new Expr.Var("bold i"))
        ? Expr.Const.I
        : Trees.mapChildren(e, UnitVectors::withImaginary);
  }

  private static boolean isUnitVector(Expr e) {
    return !letter(e).isEmpty();
  }

  private static String letter(Expr e) {
    if (e instanceof Expr.Var v) {
      String n = v.name();
      boolean marked = n.startsWith("bold ") || n.startsWith("hat ") || n.startsWith("vec ");
      String last = marked ? n.substring(n.indexOf(' ') + 1).replace("math", "") : "";
      return last.length() == 1 && "ijk".contains(last) ? last : "";
    }
    return "";
  }
}
