package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.FitData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One split of a group's points.
 *
 * @param split what is hidden
 * @param all every point
 * @param train the points that a fit sees
 * @param test indices into {@code all} of the points it does not see
 */
record HeldOut(Split split, FitData all, List<CurvePoint> train, int[] test) {
  private static final int LEAST_STEPS = 3;

  /** The split, where the curves allow it: enough steps to fit, enough sizes to leave some out. */
  static Optional<HeldOut> of(Split split, FitData all) {
    int sizes = all.frame().sizes().size();
    return switch (split) {
      case FIRST_QUARTER -> firstShare(split, all, 0.25);
      case FIRST_HALF -> firstShare(split, all, 0.5);
      case WITHOUT_LARGEST -> sizes < 3 ? Optional.empty() : without(split, all, 1);
      case WITHOUT_TWO_LARGEST -> sizes < 4 ? Optional.empty() : without(split, all, 2);
    };
  }

  private static Optional<HeldOut> firstShare(Split split, FitData all, double share) {
    Map<String, Integer> last = new HashMap<>();
    for (CurvePoint point : all.points()) {
      last.merge(point.runId(), point.step(), Math::max);
    }
    Map<String, Integer> seen = new HashMap<>();
    boolean[] hidden = new boolean[all.size()];
    for (int i = 0; i < all.size(); i++) {
      CurvePoint point = all.points().get(i);
      hidden[i] = point.step() > share * last.get(point.runId());
      if (!hidden[i]) {
        seen.merge(point.runId(), 1, Integer::sum);
      }
    }
    // A run of which too little is seen neither counts as seen nor as hidden.
    boolean[] left = new boolean[all.size()];
    for (int i = 0; i < left.length; i++) {
      left[i] = seen.getOrDefault(all.points().get(i).runId(), 0) < LEAST_STEPS;
    }
    return of(split, all, hidden, left);
  }

  private static Optional<HeldOut> without(Split split, FitData all, int left) {
    List<Double> sizes = all.frame().sizes();
    double largest = sizes.get(sizes.size() - 1 - left);
    boolean[] hidden = new boolean[all.size()];
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = all.points().get(i).params() > largest;
    }
    return of(split, all, hidden, new boolean[all.size()]);
  }

  private static Optional<HeldOut> of(
      Split split, FitData all, boolean[] hidden, boolean[] leftOut) {
    List<CurvePoint> train = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int i = 0; i < hidden.length; i++) {
      if (hidden[i] && !leftOut[i]) {
        test.add(i);
      } else if (!hidden[i] && !leftOut[i]) {
        train.add(all.points().get(i));
      }
    }
    int[] tested = test.stream().mapToInt(Integer::intValue).toArray();
    return train.isEmpty() || tested.length == 0
        ? Optional.empty()
        : Optional.of(new HeldOut(split, all, train, tested));
  }

  /** The part of this split that concerns one size. */
  HeldOut only(double params) {
    List<Integer> part = new ArrayList<>();
    for (int i : test) {
      if (all.points().get(i).params() == params) {
        part.add(i);
      }
    }
    return new HeldOut(
        split,
        all,
        train.stream().filter(p -> p.params() == params).toList(),
        part.stream().mapToInt(Integer::intValue).toArray());
  }

  double x(int point) {
    return all.frame().axis().of(all.points().get(point));
  }
}
