package io.gradus.training.hub;

import java.util.Optional;

/**
 * The rotary position embedding: number i of the first {@code dims} of a head turns by {@code
 * position · theta^(-2i/dims)}.
 *
 * @param theta base of the frequencies
 * @param localTheta base in local layers, unscaled; empty where it is {@code theta}
 * @param dims numbers of a head that are rotated, even
 * @param scaling changes of the frequencies
 */
public record Rotary(double theta, Optional<Double> localTheta, int dims, RopeScaling scaling) {

  /** Unscaled, of whole heads. */
  public static Rotary plain(double theta, int headDim) {
    return new Rotary(theta, Optional.empty(), headDim, RopeScaling.NONE);
  }
}
