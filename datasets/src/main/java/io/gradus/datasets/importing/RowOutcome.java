package io.gradus.datasets.importing;

import io.gradus.datasets.Problem;
import java.io.Serializable;

/** What became of a row: a problem, or a cause with its reason; copies are told together. */
sealed interface RowOutcome extends Serializable {

  /** The word to count it under: {@code accepted} or the cause. */
  default String verdict() {
    if (this instanceof Copies) {
      return Cause.COPY.toString();
    }
    return this instanceof Rejected row ? row.cause().toString() : "accepted";
  }

  /** How many rows it stands for. */
  default long rows() {
    return this instanceof Copies copies ? copies.count() : 1;
  }

  /**
   * Rows that repeat earlier ones.
   *
   * @param count how many
   */
  record Copies(long count) implements RowOutcome {}

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
