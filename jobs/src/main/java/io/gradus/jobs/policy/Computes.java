package io.gradus.jobs.policy;

import io.gradus.training.model.Compute.ComputeType;

/** What the number formats of a run's stages mean for each other. */
public final class Computes {
  private Computes() {}

  /** Rounding that weights sent to executors may have when these are what they compute in. */
  public static ComputeType sent(ComputeType... users) {
    for (ComputeType user : users) {
      if (user == ComputeType.FLOAT32) {
        return ComputeType.FLOAT32;
      }
    }
    return ComputeType.BFLOAT16;
  }
}
