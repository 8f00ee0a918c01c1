package io.gradus.analysis.forecast;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run's points on one benchmark in the order of steps, with how X grows by step. */
final class RunCurve {
  private final List<CurvePoint> points;

  private RunCurve(List<CurvePoint> points) {
    this.points = points;
  }

  /** The runs of some points, by run and benchmark, in the order in which they first appear. */
  static List<RunCurve> of(List<CurvePoint> points) {
    Map<List<String>, List<CurvePoint>> runs = new LinkedHashMap<>();
    for (CurvePoint point : points) {
      runs.computeIfAbsent(List.of(point.runId(), point.benchmark()), k -> new ArrayList<>())
          .add(point);
    }
    return runs.values().stream()
        .map(
            list ->
                new RunCurve(
                    list.stream().sorted(Comparator.comparingInt(CurvePoint::step)).toList()))
        .toList();
  }

  CurvePoint last() {
    return points.get(points.size() - 1);
  }

  List<CurvePoint> points() {
    return points;
  }

  /** The last third of the points, three at least. */
  List<CurvePoint> tail() {
    int count = Math.min(points.size(), Math.max(3, points.size() / 3));
    return points.subList(points.size() - count, points.size());
  }

  /**
   * X at a later step: the last X and the pace of the later half of the run; NaN when the run does
   * not know X.
   */
  double xAt(int step, Axis axis) {
    CurvePoint last = last();
    CurvePoint middle = points.get(points.size() / 2);
    if (middle.step() == last.step()) {
      middle = points.get(0);
    }
    double pace =
        middle.step() < last.step()
            ? (axis.of(last) - axis.of(middle)) / (last.step() - middle.step())
            : axis.of(last) / Math.max(1, last.step());
    return axis.of(last) + pace * (step - last.step());
  }

  /**
   * X of one step of a size without runs: what the runs' own steps took, in proportion to N where X
   * is compute; that of the nearest size. The median over runs.
   *
   * @param runs at least one
   */
  static double pace(List<RunCurve> runs, Axis axis, double params) {
    List<CurvePoint> ends =
        runs.stream().map(RunCurve::last).filter(p -> p.step() > 0 && axis.of(p) > 0).toList();
    double nearest =
        ends.stream()
            .map(CurvePoint::params)
            .min(Comparator.comparingDouble(n -> Math.abs(Math.log(n / params))))
            .orElse(Double.NaN);
    double[] paces =
        ends.stream()
            .filter(p -> axis == Axis.DATA || p.params() == nearest)
            .mapToDouble(p -> axis.of(p) / p.step())
            .sorted()
            .toArray();
    double median = paces.length == 0 ? Double.NaN : paces[(paces.length - 1) / 2];
    return axis == Axis.COMPUTE ? median * params / nearest : median;
  }
}
