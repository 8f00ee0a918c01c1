package io.gradus.jobs.config;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the simulation of a grid takes for true (block {@code study.design}).
 *
 * @param kMax learning efficiency of an infinitely large model
 * @param n0 size at which half of it is reached; empty: the geometric middle of the grid's sizes
 * @param smallestLoss test loss of the smallest size after the first step
 * @param largestLoss that of the largest
 * @param seedSpread standard deviation between seeds, as a share of the loss
 * @param repeated share of an evaluation's variance that repeats within a run
 * @param problems test problems; empty: as the problems' own settings say
 * @param draws simulated studies
 * @param seed of the draws
 */
public record DesignConfig(
    double kMax,
    OptionalDouble n0,
    double smallestLoss,
    double largestLoss,
    double seedSpread,
    double repeated,
    OptionalInt problems,
    int draws,
    long seed) {
  private static final Bound LOSS = new Bound(x -> x > 0 && x < 1, "greater than 0 and below 1");

  /**
   * Reads the block.
   *
   * @throws ConfigException naming the first key that is wrong
   */
  public static DesignConfig of(Settings settings) {
    Section design = settings.root().child(Settings.STUDY).child("design");
    Section first = design.child("first-loss");
    return new DesignConfig(
        design.number("kmax", Bound.POSITIVE),
        design.isGiven("half-size")
            ? OptionalDouble.of(design.number("half-size", Bound.POSITIVE))
            : OptionalDouble.empty(),
        first.number("smallest", LOSS),
        first.number("largest", LOSS),
        design.number("seed-spread", Bound.NOT_NEGATIVE),
        design.number("repeated", Bound.BELOW_ONE),
        design.optionalInteger("problems", Bound.atLeast(1)),
        design.integer("draws", Bound.atLeast(20)),
        design.whole("seed", Bound.ANY));
  }
}
