package io.gradus.training.model;

import java.io.Serializable;

/**
 * How a token is drawn from a distribution.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topP keeps the likeliest tokens whose probabilities sum to at least this, 1 keeps all
 * @param topK keeps this many of the likeliest tokens, 0 keeps all
 */
public record Sampling(double temperature, double topP, int topK) implements Serializable {
  public Sampling {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "Cannot sample at temperature " + temperature + ", expected 0 or more");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "Cannot sample with top-p " + topP + ", expected more than 0 and at most 1");
    }
    if (topK < 0) {
      throw new IllegalArgumentException(
          "Cannot sample with top-k " + topK + ", expected 0 (off) or more");
    }
  }

  /** The full distribution at a temperature. */
  public static Sampling temperature(double temperature) {
    return new Sampling(temperature, 1, 0);
  }

  /** The likeliest token always. */
  public static Sampling greedy() {
    return temperature(0);
  }
}
