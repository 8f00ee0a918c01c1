package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.Serializable;

/**
 * Settings of AdamW (Loshchilov and Hutter 2019) with gradient clipping by norm.
 *
 * @param learningRate step size, 0 or more
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled decay of every weight, times the learning rate
 * @param maxGradientNorm gradients of a larger L2 norm are scaled down to it
 */
public record AdamW(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double maxGradientNorm)
    implements Serializable {
  public AdamW {
    require("learning rate", learningRate, learningRate >= 0, "0 or more");
    require("beta1", beta1, beta1 >= 0 && beta1 < 1, "0 or more and less than 1");
    require("beta2", beta2, beta2 >= 0 && beta2 < 1, "0 or more and less than 1");
    require("epsilon", epsilon, epsilon > 0, "more than 0");
    require("weight decay", weightDecay, weightDecay >= 0, "0 or more");
    require("maximum gradient norm", maxGradientNorm, maxGradientNorm > 0, "more than 0");
  }

  /** The same settings at another learning rate. */
  public AdamW at(double rate) {
    return new AdamW(rate, beta1, beta2, epsilon, weightDecay, maxGradientNorm);
  }

  /**
   * The settings as the optimiser's program reads them.
   *
   * @param step to be taken, 1 being the first
   */
  NDArray tensor(NDManager scope, long step) {
    return scope.create(
        new double[] {learningRate, beta1, beta2, epsilon, weightDecay, maxGradientNorm, step});
  }

  private static void require(String name, double value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "AdamW's " + name + " is " + value + ", expected " + expected);
    }
  }
}
