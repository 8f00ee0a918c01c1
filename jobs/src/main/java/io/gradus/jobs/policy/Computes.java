package io.gradus.jobs.policy;

import io.gradus.jobs.config.DType;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;

/** Turns settings into the training room's terms. */
public final class Computes {
  private Computes() {}

  public static Compute cpu(int threads, DType dtype) {
    return Compute.cpu(threads, type(dtype));
  }

  public static ComputeType type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> ComputeType.FLOAT32;
      case BFLOAT16 -> ComputeType.BFLOAT16;
    };
  }

  /** Rounding that weights sent to executors may have when these are what they compute in. */
  public static ComputeType sent(DType... users) {
    for (DType user : users) {
      if (user == DType.FLOAT32) {
        return ComputeType.FLOAT32;
      }
    }
    return ComputeType.BFLOAT16;
  }
}
