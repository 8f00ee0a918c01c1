package io.gradus.rewards.equivalent;

import java.io.Serializable;

/**
 * How far an answer may be from a gold answer that is a decimal. Exact gold answers (integers,
 * fractions, radicals, …) allow nothing unless {@link #forExact} says so.
 *
 * @param relative largest relative difference for decimal gold answers
 * @param forExact the same for exact gold answers; 0 by default
 */
public record Tolerance(double relative, double forExact) implements Serializable {
  /** 1e-6 for decimals, nothing for exact answers. */
  public static final Tolerance DEFAULT = new Tolerance(1e-6, 0);

  /** Checks the ranges. */
  public Tolerance {
    if (!(relative >= 0 && relative < 0.1)) {
      throw new IllegalArgumentException(
          "Cannot set tolerance to " + relative + ", expected a number from 0 to below 0.1");
    }
    if (!(forExact >= 0 && forExact < 0.1)) {
      throw new IllegalArgumentException(
          "Cannot set exact_tolerance to " + forExact + ", expected a number from 0 to below 0.1");
    }
  }
}
