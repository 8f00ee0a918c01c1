package io.gradus.datasets.importing;

import io.gradus.datasets.Problem;
import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for gold answers that no completion can be compared with.
 *
 * @param reader reads a gold answer as the one who grades would
 * @param policy what becomes of problems whose gold answers it cannot read
 */
public record GoldCheck(Reader reader, Policy policy) implements Serializable {

  /** Reads a problem's gold answer. */
  @FunctionalInterface
  public interface Reader extends Serializable {
    /** Why it cannot be read; empty if it can. */
    Optional<String> defect(Problem problem);
  }

  /** What becomes of problems with gold answers that cannot be read. */
  public enum Policy {
    /** They are kept and counted. */
    WARN,
    /** Nothing is imported. */
    REFUSE,
    /** They are put aside. */
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A check that finds nothing. */
  public static GoldCheck none() {
    return new GoldCheck(problem -> Optional.empty(), Policy.WARN);
  }

  RowOutcome apply(RowOutcome outcome) {
    if (!(outcome instanceof RowOutcome.Accepted accepted)) {
      return outcome;
    }
    Optional<String> defect = reader.defect(accepted.problem());
    if (defect.isEmpty()) {
      return outcome;
    }
    return policy == Policy.DROP
        ? new RowOutcome.Rejected(accepted.raw(), Cause.UNREADABLE_GOLD, defect.get())
        : new RowOutcome.Accepted(accepted.raw(), accepted.problem(), defect.get());
  }
}
