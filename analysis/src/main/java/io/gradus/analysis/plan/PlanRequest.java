package io.gradus.analysis.plan;

import io.gradus.analysis.curves.CurveKey;
import java.util.List;

/**
 * What to plan.
 *
 * @param budget the limits
 * @param key the family and variant to choose sizes of, and the benchmark whose loss counts
 * @param sizes sizes N to choose from; empty means those that have runs and twice the largest
 * @param beyond how many times beyond the data, in X or N, a prediction may reach, at least 1
 * @param extrapolation what to do with choices farther out
 * @param level share of draws that an interval holds, such as 0.95
 * @param seed seed of the draws
 */
public record PlanRequest(
    Budget budget,
    CurveKey key,
    List<Double> sizes,
    double beyond,
    Extrapolation extrapolation,
    double level,
    long seed) {

  /** The default limit of extrapolation. */
  public static final double BEYOND = 4;

  /** What to do with choices beyond the limit. */
  public enum Extrapolation {
    /** Do not rank them; say how far out they are. */
    REFUSE,
    /** Rank them, saying how far out they are. */
    ALLOW
  }

  /** Copies the sizes and checks the ranges. */
  public PlanRequest {
    sizes = List.copyOf(sizes);
    if (!(beyond >= 1)) {
      throw new IllegalArgumentException(
          "The limit of extrapolation must be at least 1, found " + beyond);
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("Level must be within 0 and 1, found " + level);
    }
    for (double size : sizes) {
      if (!(size > 0)) {
        throw new IllegalArgumentException("A size to plan must be positive, found " + size);
      }
    }
  }
}
