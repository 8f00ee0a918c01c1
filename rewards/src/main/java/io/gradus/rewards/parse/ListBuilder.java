package io.gradus.rewards.parse;

import io.gradus.rewards.parse.Expr.ListOf.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the items of a list together, with what stands between them. */
final class ListBuilder {
  private final List<Expr> items = new ArrayList<>();
  private final List<Join> gaps = new ArrayList<>();

  /** The next item. */
  void add(Expr item) {
    items.add(item);
  }

  /** What stands before the next item. */
  void gap(Join join) {
    gaps.add(join);
  }

  /**
   * The list. "x = 1, y = 2 or x = 3, y = 4" is a list of lists; so are conditions with an "or"
   * among commas; "1, 2 or 3" is one list.
   */
  Expr build() {
    if (items.size() == 1) {
      return items.get(0);
    }
    for (Join join : new Join[] {Join.OR, Join.AND}) {
      if (gaps.contains(join)) {
        List<ListBuilder> groups = split(join);
        boolean mixed = groups.stream().anyMatch(g -> g.items.size() > 1);
        if (mixed && (join == Join.OR && hasInequality() || areAlike(groups))) {
          return new Expr.ListOf(groups.stream().map(ListBuilder::build).toList(), join);
        }
        return new Expr.ListOf(flat(), join);
      }
    }
    return new Expr.ListOf(flat());
  }

  private List<Expr> flat() {
    return List.copyOf(items);
  }

  private List<ListBuilder> split(Join join) {
    List<ListBuilder> groups = new ArrayList<>(List.of(new ListBuilder()));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0 && gaps.get(i - 1) == join) {
        groups.add(new ListBuilder());
      } else if (i > 0) {
        groups.get(groups.size() - 1).gap(gaps.get(i - 1));
      }
      groups.get(groups.size() - 1).add(items.get(i));
    }
    return groups;
  }

  private boolean hasInequality() {
    return items.stream().anyMatch(i -> i instanceof Expr.Relation r && isInequality(r));
  }

  private static boolean isInequality(Expr.Relation r) {
    return r.ops().stream()
        .anyMatch(op -> op != Expr.Relation.Op.EQ && op != Expr.Relation.Op.APPROX);
  }

  /** Whether every group gives values to the same names, more than one. */
  private static boolean areAlike(List<ListBuilder> groups) {
    Set<Expr> names = groups.get(0).names();
    return names.size() > 1
        && groups.stream().allMatch(g -> g.items.size() == names.size() && g.names().equals(names));
  }

  private Set<Expr> names() {
    return items.stream()
        .filter(Expr.Relation.class::isInstance)
        .map(i -> ((Expr.Relation) i).sides().get(0))
        .collect(Collectors.toSet());
  }
}
