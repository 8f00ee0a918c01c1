package io.gradus.analysis.design;

import java.util.List;

/** The losses that a simulated study takes for true. */
final class Truth {
  private static final double LARGEST_LOSS = 0.999;
  private final Assumptions assumptions;
  private final double smallest;
  private final double largest;
  private final double n0;

  Truth(Assumptions assumptions, List<DesignRun> grid) {
    this.assumptions = assumptions;
    smallest = grid.stream().mapToDouble(DesignRun::params).min().orElseThrow();
    largest = grid.stream().mapToDouble(DesignRun::params).max().orElseThrow();
    n0 = assumptions.n0().orElse(Math.sqrt(smallest) * Math.sqrt(largest));
  }

  double n0() {
    return n0;
  }

  /** Loss of a run's size at its prompts D. */
  double loss(DesignRun run, double data) {
    double share =
        largest > smallest ? Math.log(run.params() / smallest) / Math.log(largest / smallest) : 0;
    double first =
        Math.log(assumptions.smallestLoss())
            + share * Math.log(assumptions.largestLoss() / assumptions.smallestLoss());
    double k = assumptions.kMax() / (1 + n0 / run.params());
    return Math.min(LARGEST_LOSS, Math.exp(first - k * Math.log(data / run.promptsPerStep())));
  }

  /** Variance of the log loss of one answer to each of a run's problems. */
  static double variance(DesignRun run, double loss) {
    return (1 - loss) / (loss * run.problems());
  }
}
