package io.gradus.jobs.config;

import io.gradus.training.model.Compute.ComputeType;
import java.util.Optional;

/** Which number type a stage shall compute in. */
public enum Dtype {
  /** bfloat16 where the device multiplies it faster, else float32; a run decides it once. */
  AUTO,
  FLOAT32,
  BFLOAT16;

  /** Asks for one type. */
  public static Dtype of(ComputeType type) {
    return type == ComputeType.BFLOAT16 ? BFLOAT16 : FLOAT32;
  }

  /** The type that is asked for; empty where the device decides. */
  public Optional<ComputeType> fixed() {
    return switch (this) {
      case AUTO -> Optional.empty();
      case FLOAT32 -> Optional.of(ComputeType.FLOAT32);
      case BFLOAT16 -> Optional.of(ComputeType.BFLOAT16);
    };
  }
}
