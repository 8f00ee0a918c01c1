package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sums and products of matrices, and determinants, as trees of their entries. */
final class Matrices {
  private static final int LARGEST_DETERMINANT = 5;

  private Matrices() {}

  /** The rows of a matrix or of a sum or product of matrices; nothing for other trees. */
  static Optional<List<List<Expr>>> rows(Expr e, Budget budget) {
    if (e instanceof Expr.Matrix m) {
      return Optional.of(m.rows());
    } else if (e instanceof Expr.Add a) {
      List<List<List<Expr>>> terms = allRows(a.terms(), budget);
      boolean fits =
          terms.size() == a.terms().size()
              && terms.stream().allMatch(t -> sameShape(t, terms.get(0)));
      return fits ? Optional.of(sum(terms)) : Optional.empty();
    } else if (e instanceof Expr.Mul m) {
      return product(m.factors(), budget);
    } else if (e instanceof Expr.Pow p
        && p.exponent() instanceof Expr.Var v
        && v.name().equals("T")) {
      return rows(p.base(), budget).map(Matrices::transpose);
    }
    return Optional.empty();
  }

  private static List<List<List<Expr>>> allRows(List<Expr> items, Budget budget) {
    return items.stream().flatMap(i -> rows(i, budget).stream()).toList();
  }

  private static boolean sameShape(List<List<Expr>> a, List<List<Expr>> b) {
    return a.size() == b.size() && a.get(0).size() == b.get(0).size();
  }

  private static List<List<Expr>> sum(List<List<List<Expr>>> terms) {
    List<List<Expr>> first = terms.get(0);
    return IntStream.range(0, first.size())
        .mapToObj(
            i ->
                IntStream.range(0, first.get(0).size())
                    .mapToObj(
                        j -> (Expr) new Expr.Add(terms.stream().map(t -> t.get(i).get(j)).toList()))
                    .toList())
        .toList();
  }

  private static Optional<List<List<Expr>>> product(List<Expr> factors, Budget budget) {
    List<Expr> scalars = new ArrayList<>();
    List<List<Expr>> product = List.of();
    long size = 0;
    for (Expr factor : factors) {
      Optional<List<List<Expr>>> next = rows(factor, budget);
      if (next.isEmpty()) {
        scalars.add(factor);
      } else if (product.isEmpty()) {
        product = next.get();
        size = largest(product);
      } else if (product.get(0).size() == next.get().size()) {
        // entries hold copies of those before: their size doubles with every factor
        size = product.get(0).size() * (size + largest(next.get()) + 2);
        budget.spend(size * product.size() * next.get().get(0).size());
        product = times(product, next.get(), budget);
      } else {
        return Optional.empty();
      }
    }
    if (product.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(scalars.isEmpty() ? product : scale(scalars, product));
  }

  private static long largest(List<List<Expr>> rows) {
    return rows.stream().flatMap(List::stream).mapToLong(Trees::size).max().orElse(1);
  }

  private static List<List<Expr>> scale(List<Expr> scalars, List<List<Expr>> rows) {
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(
                        entry -> {
                          List<Expr> all = new ArrayList<>(scalars);
                          all.add(entry);
                          return (Expr) new Expr.Mul(List.copyOf(all));
                        })
                    .toList())
        .toList();
  }

  private static List<List<Expr>> times(List<List<Expr>> a, List<List<Expr>> b, Budget budget) {
    List<List<Expr>> rows = new ArrayList<>();
    for (List<Expr> row : a) {
      List<Expr> entries = new ArrayList<>();
      for (int j = 0; j < b.get(0).size(); j++) {
        List<Expr> terms = new ArrayList<>();
        for (int k = 0; k < row.size(); k++) {
          budget.spend(10);
          terms.add(new Expr.Mul(List.of(row.get(k), b.get(k).get(j))));
        }
        entries.add(new Expr.Add(List.copyOf(terms)));
      }
      rows.add(List.copyOf(entries));
    }
    return List.copyOf(rows);
  }

  private static List<List<Expr>> transpose(List<List<Expr>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .mapToObj(j -> rows.stream().map(r -> r.get(j)).toList())
        .toList();
  }

  /** The entries of a single row or column. */
  static Optional<List<Expr>> vector(List<List<Expr>> rows) {
    if (rows.size() == 1) {
      return Optional.of(rows.get(0));
    }
    return rows.get(0).size() == 1
        ? Optional.of(rows.stream().map(r -> r.get(0)).toList())
        : Optional.empty();
  }

  /** The tree with determinants of small matrices written out. */
  static Expr expandDeterminants(Expr e, Budget budget) {
    if (e instanceof Expr.Call c
        && (c.function().equals("det") || c.function().equals("abs"))
        && c.args().size() == 1
        && c.args().get(0) instanceof Expr.Matrix m
        && m.rows().size() == m.rows().get(0).size()
        && m.rows().size() <= LARGEST_DETERMINANT) {
      return determinant(m.rows(), budget);
    }
    return Trees.mapChildren(e, child -> expandDeterminants(child, budget));
  }

  private static Expr determinant(List<List<Expr>> rows, Budget budget) {
    if (rows.size() == 1) {
      return rows.get(0).get(0);
    }
    List<Expr> terms = new ArrayList<>();
    for (int j = 0; j < rows.size(); j++) {
      budget.spend(20);
      int skip = j;
      List<List<Expr>> minor =
          rows.subList(1, rows.size()).stream()
              .map(
                  r ->
                      IntStream.range(0, r.size()).filter(k -> k != skip).mapToObj(r::get).toList())
              .toList();
      Expr sign = j % 2 == 0 ? Expr.ONE : Expr.MINUS_ONE;
      terms.add(new Expr.Mul(List.of(sign, rows.get(0).get(j), determinant(minor, budget))));
    }
    return new Expr.Add(List.copyOf(terms));
  }
}
