package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The curves that one set of laws is fitted to: one family, variant and benchmark, at one reuse and
 * one group size.
 */
record CurveGroup(
    String family, String variant, String benchmark, String prefix, List<CurvePoint> points) {

  CurveGroup {
    points = List.copyOf(points);
  }

  /** The groups of some curves in a fixed order; {@code notes} gets what is left out. */
  static List<CurveGroup> of(List<CurvePoint> curves, List<String> notes) {
    Map<List<String>, List<CurvePoint>> split = new TreeMap<>(CurveGroup::compareKeys);
    Set<String> families = new TreeSet<>();
    for (CurvePoint point : curves) {
      families.add(point.family());
      split
          .computeIfAbsent(
              List.of(point.family(), point.variant(), point.benchmark()), k -> new ArrayList<>())
          .add(point);
    }
    List<CurveGroup> groups = new ArrayList<>();
    split.forEach(
        (key, points) -> {
          String prefix = families.size() > 1 ? key.get(0) + ": " : "";
          String name = String.join(", ", key);
          groups.add(
              new CurveGroup(
                  key.get(0), key.get(1), key.get(2), prefix, reference(points, name, notes)));
        });
    return groups;
  }

  private static int compareKeys(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The runs at the least reuse and, among them, the commonest group size. */
  private static List<CurvePoint> reference(
      List<CurvePoint> points, String name, List<String> notes) {
    int tau = points.stream().mapToInt(CurvePoint::tau).min().orElse(1);
    List<CurvePoint> unreused = points.stream().filter(p -> p.tau() == tau).toList();
    Map<Integer, Set<String>> runsByGroup =
        unreused.stream()
            .collect(
                Collectors.groupingBy(
                    CurvePoint::groupSize,
                    TreeMap::new,
                    Collectors.mapping(CurvePoint::runId, Collectors.toCollection(TreeSet::new))));
    int groupSize =
        runsByGroup.entrySet().stream()
            .max(
                Comparator.comparingInt((Map.Entry<Integer, Set<String>> e) -> e.getValue().size())
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .orElse(1);
    List<CurvePoint> kept = unreused.stream().filter(p -> p.groupSize() == groupSize).toList();
    long all = points.stream().map(CurvePoint::runId).distinct().count();
    long used = kept.stream().map(CurvePoint::runId).distinct().count();
    if (used < all) {
      notes.add(
          "%s: laws are fitted to the %d of %d runs with reuse %d and group size %d"
              .formatted(name, used, all, tau, groupSize));
    }
    return kept;
  }

  String label() {
    return family + ", " + variant + ", " + benchmark;
  }
}
