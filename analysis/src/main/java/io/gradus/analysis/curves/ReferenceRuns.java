package io.gradus.analysis.curves;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The runs of one line of models on one benchmark that laws are fitted to and sizes compared on:
 * those with the least reuse and, among them, at the commonest group size (by number of runs, the
 * smallest of equally common ones).
 *
 * <p>Every key has reference runs of its own, so that a family that was only trained on reused data
 * is still described, by what it has.
 *
 * @param setting the reuse and group size that they share
 * @param points their points
 */
public record ReferenceRuns(RunSetting setting, List<CurvePoint> points) {

  /** Copies the points. */
  public ReferenceRuns {
    points = List.copyOf(points);
  }

  /**
   * The reference runs of some points of one key.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static ReferenceRuns of(List<CurvePoint> points) {
    int tau =
        points.stream()
            .mapToInt(CurvePoint::tau)
            .min()
            .orElseThrow(() -> new IllegalArgumentException("There are no runs to refer to"));
    Map<Integer, Set<String>> runs =
        points.stream()
            .filter(p -> p.tau() == tau)
            .collect(
                Collectors.groupingBy(
                    CurvePoint::groupSize,
                    TreeMap::new,
                    Collectors.mapping(CurvePoint::runId, Collectors.toSet())));
    int groupSize =
        runs.entrySet().stream()
            .max(
                Comparator.comparingInt((Map.Entry<Integer, Set<String>> e) -> e.getValue().size())
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .orElseThrow()
            .getKey();
    RunSetting setting = new RunSetting(tau, groupSize);
    return new ReferenceRuns(setting, points.stream().filter(setting::isOf).toList());
  }

  /** The reference runs of every key among some points, in the order of keys. */
  public static SortedMap<CurveKey, ReferenceRuns> byKey(List<CurvePoint> points) {
    TreeMap<CurveKey, List<CurvePoint>> groups = new TreeMap<>();
    for (CurvePoint point : points) {
      groups.computeIfAbsent(CurveKey.of(point), k -> new ArrayList<>()).add(point);
    }
    TreeMap<CurveKey, ReferenceRuns> references = new TreeMap<>();
    groups.forEach((key, own) -> references.put(key, of(own)));
    return references;
  }
}
