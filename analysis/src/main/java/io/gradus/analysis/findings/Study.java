package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.ReferenceRuns;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The runs of one benchmark, sorted into cells: runs that differ only in seed.
 *
 * @param curves a curve for each run
 * @param reference what the reference runs of each line of models share
 */
record Study(List<RunCurve> curves, Map<ModelLine, RunSetting> reference) {
  private static final int BUDGETS = 17;

  static Study of(List<CurvePoint> points, String benchmark) {
    List<CurvePoint> own = points.stream().filter(p -> p.benchmark().equals(benchmark)).toList();
    TreeMap<ModelLine, RunSetting> reference = new TreeMap<>();
    ReferenceRuns.byKey(own).forEach((key, runs) -> reference.put(key.models(), runs.setting()));
    return new Study(RunCurve.of(own, benchmark), reference);
  }

  /** The reference runs of every line of models: those that sizes are compared on. */
  Study plain() {
    return with((run, reference) -> reference.isOf(run));
  }

  /** Runs at the group size of their line's reference runs. */
  Study commonGroupSize() {
    return with((run, reference) -> run.groupSize() == reference.groupSize());
  }

  /** Runs with the reuse of their line's reference runs. */
  Study leastReuse() {
    return with((run, reference) -> run.tau() == reference.tau());
  }

  /** The runs of each model size. */
  TreeMap<Double, Study> bySize() {
    TreeMap<Double, Study> sizes = new TreeMap<>();
    curves.stream()
        .collect(Collectors.groupingBy(c -> c.run().params(), TreeMap::new, Collectors.toList()))
        .forEach((params, own) -> sizes.put(params, new Study(own, reference)));
    return sizes;
  }

  private Study with(BiPredicate<CurvePoint, RunSetting> chosen) {
    return new Study(
        curves.stream()
            .filter(c -> chosen.test(c.run(), reference.get(ModelLine.of(c.run()))))
            .toList(),
        reference);
  }

  /**
   * The runs with something to say along an axis, in cells by line of models, then by the key
   * given.
   */
  <K extends Comparable<K>> Map<ModelLine, TreeMap<K, List<RunCurve>>> cells(
      Axis axis, Function<CurvePoint, K> key) {
    Map<ModelLine, TreeMap<K, List<RunCurve>>> cells = new TreeMap<>();
    for (RunCurve curve : curves) {
      RunCurve along = curve.along(axis);
      if (along.points().size() >= 2) {
        CurvePoint run = along.run();
        cells
            .computeIfAbsent(ModelLine.of(run), g -> new TreeMap<>())
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
