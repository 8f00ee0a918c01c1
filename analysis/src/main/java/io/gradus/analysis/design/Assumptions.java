package io.gradus.analysis.design;

import java.util.OptionalDouble;

/**
 * What a simulated study takes for true: log10 L = E(N) − k(N)·log10 D, k(N) = Kmax/(1 + N0/N),
 * with noise from seeds and evaluations.
 *
 * @param kMax learning efficiency of an infinitely large model, over data
 * @param n0 size at which half of it is reached; empty for the geometric middle of the grid's sizes
 * @param smallestLoss test loss of the grid's smallest size after the first step
 * @param largestLoss that of the largest size; between them a straight line in log–log
 * @param seedSpread standard deviation between seeds, as a share of the loss
 * @param repeated share of an evaluation's variance that is a run's luck with the test problems and
 *     repeats at each of its evaluations
 * @param draws simulated studies
 * @param seed of all draws
 */
public record Assumptions(
    double kMax,
    OptionalDouble n0,
    double smallestLoss,
    double largestLoss,
    double seedSpread,
    double repeated,
    int draws,
    long seed) {
  private static final int FEWEST_DRAWS = 20;

  /** Checks the ranges. */
  public Assumptions {
    require(kMax > 0, "Kmax", kMax, "above 0");
    require(n0.orElse(1) > 0, "N0", n0.orElse(1), "above 0");
    require(smallestLoss > 0 && smallestLoss < 1, "first loss", smallestLoss, "within 0 and 1");
    require(largestLoss > 0 && largestLoss < 1, "first loss", largestLoss, "within 0 and 1");
    require(seedSpread >= 0, "spread of seeds", seedSpread, "of at least 0");
    require(repeated >= 0 && repeated < 1, "repeated share", repeated, "from 0 to below 1");
    require(draws >= FEWEST_DRAWS, "draws", draws, "of at least " + FEWEST_DRAWS);
  }

  private static void require(boolean holds, String name, double found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "A design's %s is %s, expected a number %s".formatted(name, found, expected));
    }
  }
}
