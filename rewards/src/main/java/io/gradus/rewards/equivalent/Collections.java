package io.gradus.rewards.equivalent;

import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.Expr.Relation.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
      return againstTuple(l, ordered -> inOrder(g.items(), ordered));
    }
    if (answer instanceof Expr.Group a
        && gold instanceof Expr.ListOf l
        && !a.isBracketed()
        && (isPlain(l.items()) || namesMatter(l.items()))) {
      return againstTuple(l, ordered -> inOrder(ordered, a.items()));
    }
    Optional<Decision> asSets = structures.realSets(gold, answer);
    if (asSets.isPresent()) {
      return asSets.get();
    }
    List<Expr> g = items(gold);
    List<Expr> a = items(answer);
    if (isOr(gold) != isOr(answer) && (joinMatters(g) || joinMatters(a))) {
      return Decision.no("\"and\" against \"or\"");
    }
    if (g.size() != a.size()) {
      g = statedOnce(g);
      a = statedOnce(a);
    }
    if (g.size() != a.size()) {
      return Decision.no("different number of items");
    }
    if (namesMatter(g) && isPlain(a)) {
      return inOrder(NameOrder.values(g), a);
    }
    if (namesMatter(a) && isPlain(g)) {
      return inOrder(g, NameOrder.values(a));
    }
    boolean repeated = isRepeatedName(g) || isRepeatedName(a);
    if (repeated && isOneFamily(g) && isOneFamily(a) && family(g).equals(family(a))) {
      g = valuesOf(g); // x = 1, x = 2 against x_1 = 1, x_2 = 2
      a = valuesOf(a);
    }
    return inAnyOrder(g, a);
  }

  /** A list against a tuple: the values of names in the order of the names, others as written. */
  private static Decision againstTuple(Expr.ListOf list, Function<List<Expr>, Decision> compare) {
    if (!namesMatter(list.items())) {
      return compare.apply(list.items());
    }
    return isOr(list)
        ? Decision.no("alternatives against a tuple")
        : compare.apply(NameOrder.values(list.items()));
  }

  private Decision inAnyOrder(List<Expr> g, List<Expr> a) {
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
    return Decision.yes(g.size() == 1 ? "same single item" : "same items");
  }

  private static boolean isOr(Expr e) {
    return e instanceof Expr.ListOf l && l.join() == Expr.ListOf.Join.OR;
  }

  /** Whether "and" and "or" differ: between inequalities and between values of several names. */
  private static boolean joinMatters(List<Expr> items) {
    return namesMatter(items)
        || items.size() > 1
            && items.stream()
                .anyMatch(
                    i ->
                        i instanceof Expr.Relation r
                            && Assignments.member(r) == r
                            && r.ops().stream().noneMatch(op -> op == Op.EQ || op == Op.APPROX));
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

  /**
   * Without items that only write an earlier one differently. A number repeated as it is may be a
   * multiplicity and stays; a tuple or another structure is a slip.
   */
  private List<Expr> statedOnce(List<Expr> items) {
    List<Expr> once = new ArrayList<>();
    for (Expr item : items) {
      structures.scalars().budget().spend(4L * once.size());
      boolean slip = item instanceof Expr.Group || item instanceof Expr.Relation;
      if (once.stream().noneMatch(d -> (slip || !d.equals(item)) && structures.same(d, item))) {
        once.add(item);
      }
    }
    return once;
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
