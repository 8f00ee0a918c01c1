package io.gradus.jobs.policy;

import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.config.Dtype;
import io.gradus.training.model.Bfloat16;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The number type that a stage computes in, and what is slow about it there. Both are found out
 * where the stage computes: on the driver, or in a task that stands for all.
 */
public final class Arithmetic implements Serializable {
  private static final long serialVersionUID = 1;

  private final ComputeType type;

  /** Empty where there is nothing to say, since an Optional cannot be serialised. */
  private final String caution;

  private Arithmetic(ComputeType type, String caution) {
    this.type = type;
    this.caution = caution;
  }

  /**
   * What is asked for.
   *
   * @param device that the stage computes on
   * @param threads of the tensor library
   * @param width of the model, its hidden size
   */
  public record Wanted(Dtype dtype, DeviceConfig.Choice device, int threads, int width)
      implements Serializable {
    /** Whether there is nothing to find out. */
    private boolean isPlain() {
      return dtype == Dtype.FLOAT32;
    }
  }

  /** Of the driver. */
  public static Arithmetic ofDriver(JavaSparkContext spark, Wanted wanted) {
    return wanted.isPlain()
        ? plain()
        : on(TaskDevice.ofDriver(wanted.device(), spark.sc()), wanted);
  }

  /** Of tasks. */
  public static Arithmetic ofTasks(JavaSparkContext spark, Wanted wanted) {
    if (wanted.isPlain()) {
      return plain();
    }
    if (spark.isLocal()) {
      return ofDriver(spark, wanted);
    }
    return spark
        .parallelize(List.of(wanted), 1)
        .map(w -> on(TaskDevice.ofTask(w.device()), w))
        .first();
  }

  private static Arithmetic plain() {
    return new Arithmetic(ComputeType.FLOAT32, "");
  }

  private static Arithmetic on(TaskDevice device, Wanted wanted) {
    Compute here = device.compute(Compute.cpu(wanted.threads(), ComputeType.FLOAT32));
    ComputeType type =
        wanted.dtype().fixed().orElseGet(() -> Bfloat16.choose(here, wanted.width()));
    Compute chosen = device.compute(Compute.cpu(wanted.threads(), type));
    return new Arithmetic(type, Bfloat16.caution(chosen).orElse(""));
  }

  /** The type. */
  public ComputeType type() {
    return type;
  }

  /** Why the type is slow there and how much, as the rest of a sentence; empty if it is not. */
  public Optional<String> caution() {
    return caution.isEmpty() ? Optional.empty() : Optional.of(caution);
  }
}
