package io.gradus.datasets.importing;

import io.gradus.datasets.Problem;
import java.io.Serializable;

/** What became of one row: exactly one of a problem or a cause with its reason. */
sealed interface RowOutcome extends Serializable {

  /** The row it came from. */
  RawRow raw();

  /** The word to count it under: {@code accepted} or the cause. */
  default String verdict() {
    return this instanceof Rejected row ? row.cause().toString() : "accepted";
  }

  /**
   * A row that gave a problem.
   *
   * @param goldDefect why its gold answer cannot be read; empty if it can
   */
  record Accepted(RawRow raw, Problem problem, String goldDefect) implements RowOutcome {
    Accepted(RawRow raw, Problem problem) {
      this(raw, problem, "");
    }
  }

  /** A row that goes to quarantine. */
  record Rejected(RawRow raw, Cause cause, String reason) implements RowOutcome {}
}
