package io.gradus.analysis.fit;

/**
 * How hard a fit searches.
 *
 * @param globalStarts starts of CMA-ES, the first from the law's own guess, the rest at random
 * @param evaluations evaluations of the objective that each of these starts may take
 * @param localStarts further random starts that go to Levenberg–Marquardt at once
 * @param summary number of points that the global search works on
 * @param seed seed of all random starts
 */
public record FitSettings(
    int globalStarts, int evaluations, int localStarts, int summary, long seed) {

  /** Thorough: for the fits that are reported. */
  public static FitSettings thorough(long seed) {
    return new FitSettings(3, 1500, 12, 240, seed);
  }

  /** Quick: for the many fits to parts of the curves. */
  public static FitSettings quick(long seed) {
    return new FitSettings(1, 600, 8, 120, seed);
  }

  /** Checks the ranges. */
  public FitSettings {
    if (globalStarts < 0 || localStarts < 0 || globalStarts + localStarts < 1) {
      throw new IllegalArgumentException(
          "A fit needs at least one start, found %d global and %d local"
              .formatted(globalStarts, localStarts));
    }
  }
}
