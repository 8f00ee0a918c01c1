package io.gradus.analysis.curves;

import java.util.Comparator;

/**
 * What runs of one model size may differ in besides their seed.
 *
 * @param tau how often each training problem is used
 * @param groupSize rollouts a prompt
 */
public record RunSetting(int tau, int groupSize) implements Comparable<RunSetting> {
  private static final Comparator<RunSetting> ORDER =
      Comparator.comparingInt(RunSetting::tau).thenComparingInt(RunSetting::groupSize);

  /** The setting of a point's run. */
  public static RunSetting of(CurvePoint point) {
    return new RunSetting(point.tau(), point.groupSize());
  }

  /** Whether a point's run was made with it. */
  public boolean isOf(CurvePoint point) {
    return equals(of(point));
  }

  @Override
  public int compareTo(RunSetting other) {
    return ORDER.compare(this, other);
  }
}
