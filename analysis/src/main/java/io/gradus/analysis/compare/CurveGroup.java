package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ReferenceRuns;
import java.util.ArrayList;
import java.util.List;

/**
 * The curves that one set of laws is fitted to: the reference runs of a family, a variant and a
 * benchmark.
 */
record CurveGroup(CurveKey key, List<CurvePoint> points) {

  CurveGroup {
    points = List.copyOf(points);
  }

  /** The groups of some curves in the order of keys; {@code notes} gets what is left out. */
  static List<CurveGroup> of(List<CurvePoint> curves, List<String> notes) {
    List<CurveGroup> groups = new ArrayList<>();
    ReferenceRuns.byKey(curves)
        .forEach(
            (key, reference) -> {
              long all = runs(curves.stream().filter(p -> CurveKey.of(p).equals(key)).toList());
              long used = runs(reference.points());
              if (used < all) {
                notes.add(
                    "%s: laws are fitted to the %d of %d runs with reuse %d and group size %d"
                        .formatted(
                            key.label(),
                            used,
                            all,
                            reference.setting().tau(),
                            reference.setting().groupSize()));
              }
              groups.add(new CurveGroup(key, reference.points()));
            });
    return groups;
  }

  private static long runs(List<CurvePoint> points) {
    return points.stream().map(CurvePoint::runId).distinct().count();
  }

  String label() {
    return key.label();
  }
}
