package io.gradus.analysis.plan;

import java.util.OptionalDouble;

/**
 * What a run may cost, or what it must reach.
 *
 * @param compute training FLOP; infinite when not limited
 * @param uniquePrompts different training problems there are; infinite when not limited
 * @param largestReuse how often each problem may be used, at least 1
 * @param targetLoss a loss to reach as cheaply as possible; empty to get the least loss instead
 */
public record Budget(
    double compute, double uniquePrompts, int largestReuse, OptionalDouble targetLoss) {
  private static final double SECONDS_AN_HOUR = 3600;

  /** Checks the ranges. */
  public Budget {
    require(compute > 0, "compute", compute);
    require(uniquePrompts > 0, "data", uniquePrompts);
    require(largestReuse >= 1, "reuse", largestReuse);
    if (targetLoss.isPresent()) {
      double loss = targetLoss.getAsDouble();
      require(loss > 0 && loss < 1, "target loss", loss);
    } else if (Double.isInfinite(compute) && Double.isInfinite(uniquePrompts)) {
      throw new IllegalArgumentException(
          "A budget needs compute, GPU hours, data or a target loss, found none");
    }
  }

  private static void require(boolean holds, String name, double value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Budget: %s is %s, expected a positive number%s"
              .formatted(name, value, name.equals("target loss") ? " below 1" : ""));
    }
  }

  /** So many training FLOP. */
  public static Budget compute(double flop) {
    return new Budget(flop, Double.POSITIVE_INFINITY, 1, OptionalDouble.empty());
  }

  /**
   * So many hours of one GPU.
   *
   * @param flopPerSecond the GPU's peak FLOP/s
   * @param efficiency the share of it that the whole run uses for training FLOP (6 N T), within 0
   *     and 1; generation is slower than training and belongs into it
   */
  public static Budget gpuHours(double hours, double flopPerSecond, double efficiency) {
    require(hours > 0, "GPU hours", hours);
    require(flopPerSecond > 0, "FLOP/s", flopPerSecond);
    if (!(efficiency > 0 && efficiency <= 1)) {
      throw new IllegalArgumentException(
          "Budget: efficiency is %s, expected above 0 and at most 1".formatted(efficiency));
    }
    return compute(hours * SECONDS_AN_HOUR * flopPerSecond * efficiency);
  }

  /** So many different problems, each used up to {@code largestReuse} times. */
  public static Budget data(double uniquePrompts, int largestReuse) {
    return new Budget(
        Double.POSITIVE_INFINITY, uniquePrompts, largestReuse, OptionalDouble.empty());
  }

  /** The cheapest way to a loss. */
  public static Budget target(double loss) {
    return new Budget(
        Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1, OptionalDouble.of(loss));
  }
}
