package io.gradus.analysis.design;

import java.util.SplittableRandom;

/**
 * Normal numbers that depend on what they are for and on nothing else, so that grids with a run
 * more have the same luck in all the others.
 */
final class Draw {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** What a number is for. */
  enum Of {
    SEED,
    PROBLEMS,
    EVALUATION
  }

  private Draw() {}

  static double normal(long seed, int draw, Cell.Key cell, Of what, int index) {
    long name =
        31L * (31L * cell.models().label().hashCode() + Double.hashCode(cell.params()))
            + 7L * (31L * cell.setting().tau() + cell.setting().groupSize())
            + cell.recipe().hashCode();
    long mixed = seed;
    for (long part : new long[] {draw, name, what.ordinal(), index}) {
      mixed = (mixed ^ part) * MIX;
      mixed ^= mixed >>> 29;
    }
    return new SplittableRandom(mixed).nextGaussian();
  }

  /** The mean of a number for each of several runs. */
  static double mean(long seed, int draw, Cell cell, Of what) {
    double sum = 0;
    for (int run = 0; run < cell.runs(); run++) {
      sum += normal(seed, draw, cell.key(), what, run);
    }
    return sum / cell.runs();
  }
}
