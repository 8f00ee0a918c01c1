package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The runs of one benchmark, sorted into cells: runs that differ only in seed.
 *
 * @param curves a curve for each run
 */
record Study(List<RunCurve> curves) {
  private static final int BUDGETS = 17;

  /** Runs of one family and variant; comparisons stay within. */
  record Group(String family, String variant) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      return Comparator.comparing(Group::family).thenComparing(Group::variant).compare(this, other);
    }

    String label() {
      return variant.equals("unknown") ? family : family + " " + variant;
    }
  }

  static Study of(List<CurvePoint> points, String benchmark) {
    return new Study(RunCurve.of(points, benchmark));
  }

  /** Runs with the least reuse at the commonest group size: those that sizes are compared on. */
  Study plain() {
    return leastReuse().commonGroupSize();
  }

  /** Runs at the commonest group size, the smallest of several equally common ones. */
  Study commonGroupSize() {
    Map<Integer, Long> counts =
        curves.stream()
            .collect(
                Collectors.groupingBy(
                    c -> c.run().groupSize(), TreeMap::new, Collectors.counting()));
    int best =
        counts.entrySet().stream()
            .max(
                Map.Entry.<Integer, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .orElse(0);
    return with(c -> c.run().groupSize(), best);
  }

  /** Runs with the least reuse. */
  Study leastReuse() {
    return with(c -> c.run().tau(), curves.stream().mapToInt(c -> c.run().tau()).min().orElse(1));
  }

  /** The runs of each model size. */
  TreeMap<Double, Study> bySize() {
    TreeMap<Double, Study> sizes = new TreeMap<>();
    curves.stream()
        .collect(Collectors.groupingBy(c -> c.run().params(), TreeMap::new, Collectors.toList()))
        .forEach((params, own) -> sizes.put(params, new Study(own)));
    return sizes;
  }

  private Study with(ToIntFunction<RunCurve> property, int value) {
    return new Study(curves.stream().filter(c -> property.applyAsInt(c) == value).toList());
  }

  /** The runs with something to say along an axis, in cells by group, then by the key given. */
  <K extends Comparable<K>> Map<Group, TreeMap<K, List<RunCurve>>> cells(
      Axis axis, Function<CurvePoint, K> key) {
    Map<Group, TreeMap<K, List<RunCurve>>> cells = new TreeMap<>();
    for (RunCurve curve : curves) {
      RunCurve along = curve.along(axis);
      if (along.points().size() >= 2) {
        CurvePoint run = along.run();
        cells
            .computeIfAbsent(new Group(run.family(), run.variant()), g -> new TreeMap<>())
            .computeIfAbsent(key.apply(run), k -> new ArrayList<>())
            .add(along);
      }
    }
    return cells;
  }

  /**
   * Budgets that every one of the curves covers, evenly spaced in log X; empty where their ranges
   * have no more than a point in common.
   */
  static double[] sharedBudgets(Axis axis, List<RunCurve> curves) {
    double low = curves.stream().mapToDouble(c -> c.first(axis)).max().orElse(1);
    double high = curves.stream().mapToDouble(c -> c.last(axis)).min().orElse(1);
    return high <= low * (1 + 1e-9) ? new double[0] : spaced(low, high);
  }

  static double[] spaced(double low, double high) {
    return DoubleStream.iterate(0, i -> i + 1)
        .limit(BUDGETS)
        .map(i -> low * Math.pow(high / low, i / (BUDGETS - 1)))
        .map(x -> Math.max(low, Math.min(high, x)))
        .toArray();
  }

  /** Number of runs less number of cells: degrees of freedom of the spread between seeds. */
  static int freedom(Collection<List<RunCurve>> cells) {
    return cells.stream().mapToInt(cell -> cell.size() - 1).sum();
  }

  /** Mean log10 loss over budgets, a value for each run of a cell. */
  static Sample losses(Axis axis, List<RunCurve> cell, double[] budgets) {
    return new Sample(
        cell.stream().mapToDouble(c -> c.meanLogLoss(axis, budgets)).toArray(),
        cell.stream().mapToDouble(c -> c.meanLogLossError(axis, budgets)).toArray());
  }
}
