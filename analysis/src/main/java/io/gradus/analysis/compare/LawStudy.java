package io.gradus.analysis.compare;

import io.gradus.analysis.CurvePoint;
import io.gradus.analysis.uncertainty.ReplicateRunner;
import java.util.List;

/** Fits, questions and compares every law on a set of curves: what {@code analyze} calls. */
public final class LawStudy {

  private LawStudy() {}

  /**
   * Studies the curves of every family, variant and benchmark.
   *
   * <p>Laws are fitted to the runs without reuse (the smallest τ present) at the commonest group
   * size; points without positive X (step 0) are left out. The notes say so.
   */
  public static StudyResult run(
      List<CurvePoint> points, StudySettings settings, ReplicateRunner runner) {
    throw new UnsupportedOperationException("not yet");
  }
}
