package io.gradus.analysis.uncertainty;

import io.gradus.analysis.CurvePoint;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which test problems were answered rightly at every curve point: what lets a bootstrap draw the
 * test problems anew.
 *
 * <p>All points share the same problems, in the same order; a value is the share of a problem's
 * answers that were right.
 */
public final class ProblemOutcomes implements Serializable {
  private final int problems;
  private final Map<Key, float[]> correct = new LinkedHashMap<>();

  private record Key(String runId, String benchmark, int step) implements Serializable {}

  /** Outcomes over so many problems. */
  public ProblemOutcomes(int problems) {
    if (problems < 2) {
      throw new IllegalArgumentException("Problems must be at least 2, found " + problems);
    }
    this.problems = problems;
  }

  /** Adds a point's shares of right answers, one a problem, within 0 and 1. */
  public void put(String runId, String benchmark, int step, float[] shares) {
    if (shares.length != problems) {
      throw new IllegalArgumentException(
          "Run %s, benchmark %s, step %d has %d problems, expected %d"
              .formatted(runId, benchmark, step, shares.length, problems));
    }
    correct.put(new Key(runId, benchmark, step), shares.clone());
  }

  int problems() {
    return problems;
  }

  /** The shares of a point; not to be written to. */
  Optional<float[]> of(CurvePoint point) {
    return Optional.ofNullable(
        correct.get(new Key(point.runId(), point.benchmark(), point.step())));
  }
}
