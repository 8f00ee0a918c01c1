package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares lists and sets (order does not matter) and items in order. */
final class Collections {
  private final Structures structures;

  Collections(Structures structures) {
    this.structures = structures;
  }

  static boolean isCollection(Expr e) {
    return e instanceof Expr.ListOf || e instanceof Expr.SetOf || PlusMinusSigns.occursIn(e);
  }

  Decision compare(Expr gold, Expr answer) {
    if (gold instanceof Expr.Group g && answer instanceof Expr.ListOf l && !g.isBracketed()) {
      return inOrder(g.items(), l.items());
    }
    if (answer instanceof Expr.Group a
        && gold instanceof Expr.ListOf l
        && !a.isBracketed()
        && (isPlain(l.items()) || namesMatter(l.items()))) {
      Decision ordered = inOrder(l.items(), a.items());
      if (ordered.equal() || l.items().size() > 1) {
        return ordered;
      }
    }
    Optional<Decision> asSets = structures.realSets(gold, answer);
    if (asSets.isPresent()) {
      return asSets.get();
    }
    List<Expr> g = items(gold);
    List<Expr> a = items(answer);
    if (g.size() != a.size() || !(gold instanceof Expr.ListOf && answer instanceof Expr.ListOf)) {
      g = distinct(g); // as sets; lists of equal length have equal items equally often
      a = distinct(a);
    }
    if (g.size() != a.size()) {
      return Decision.no("different number of items");
    }
    if (namesMatter(g) && isPlain(a) || namesMatter(a) && isPlain(g)) {
      return inOrder(g, a);
    }
    boolean repeated = isRepeatedName(g) || isRepeatedName(a);
    if (repeated && isOneFamily(g) && isOneFamily(a) && family(g).equals(family(a))) {
      g = distinct(valuesOf(g)); // x = 1, x = 2 against x_1 = 1, x_2 = 2
      a = distinct(valuesOf(a));
    }
    List<Expr> left = new ArrayList<>(a);
    for (Expr item : g) {
      boolean found = false;
      for (int i = 0; i < left.size() && !found; i++) {
        if (structures.compare(item, left.get(i), Structures.Place.COMPONENT).equal()) {
          left.remove(i);
          found = true;
        }
      }
      if (!found) {
        return Decision.no("an item is missing");
      }
    }
    if (!left.isEmpty()) {
      return Decision.no("different number of items");
    }
    return Decision.yes(g.size() == 1 ? "same single item" : "same items");
  }

  private static boolean isPlain(List<Expr> items) {
    return items.stream().noneMatch(Expr.Relation.class::isInstance);
  }

  /** Whether the items give values to names of different families: x = 1, y = 2. */
  private static boolean namesMatter(List<Expr> items) {
    Set<String> families = new HashSet<>();
    for (Expr item : items) {
      Optional<String> family = Assignments.family(item);
      if (family.isEmpty() || !families.add(family.get())) {
        return false;
      }
    }
    return items.size() > 1;
  }

  /** Whether the items give values to one name, with or without subscripts. */
  private static boolean isOneFamily(List<Expr> items) {
    return items.size() > 1
        && family(items).isPresent()
        && items.stream().allMatch(i -> Assignments.family(i).equals(family(items)))
        && items.stream().allMatch(i -> ((Expr.Relation) i).sides().size() == 2);
  }

  /** Whether one name gets every value, so that the values are a set: x = 1, x = 2. */
  private static boolean isRepeatedName(List<Expr> items) {
    return items.stream().allMatch(Expr.Relation.class::isInstance)
        && items.stream().map(i -> ((Expr.Relation) i).sides().get(0)).distinct().count() == 1;
  }

  private static Optional<String> family(List<Expr> items) {
    return Assignments.family(items.get(0));
  }

  private static List<Expr> valuesOf(List<Expr> items) {
    return items.stream().map(i -> Assignments.last((Expr.Relation) i)).toList();
  }

  private static List<Expr> items(Expr e) {
    List<Expr> items = new ArrayList<>();
    if (e instanceof Expr.ListOf l) {
      l.items().forEach(i -> items.addAll(PlusMinusSigns.expand(i)));
    } else if (e instanceof Expr.SetOf s) {
      s.items().forEach(i -> items.addAll(PlusMinusSigns.expand(i)));
    } else {
      items.addAll(PlusMinusSigns.expand(e));
    }
    return items;
  }

  private List<Expr> distinct(List<Expr> items) {
    List<Expr> distinct = new ArrayList<>();
    for (Expr item : items) {
      if (distinct.stream().noneMatch(d -> structures.same(d, item))) {
        distinct.add(item);
      }
    }
    return distinct;
  }

  Decision inOrder(List<Expr> gold, List<Expr> answer) {
    if (gold.size() != answer.size()) {
      return Decision.no("different number of items");
    }
    for (int i = 0; i < gold.size(); i++) {
      Decision d = structures.compare(gold.get(i), answer.get(i), Structures.Place.COMPONENT);
      if (!d.equal()) {
        return Decision.no("item " + (i + 1) + ": " + d.reason());
      }
    }
    return Decision.yes("same items in order");
  }
}
