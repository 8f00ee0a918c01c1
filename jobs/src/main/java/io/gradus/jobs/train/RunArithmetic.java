package io.gradus.jobs.train;

import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.Arithmetic;
import io.gradus.training.model.Compute.ComputeType;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The number types of a run's stages on the machines that it runs on now.
 *
 * @param rollout of sampling, in tasks
 * @param update of the update, on the driver or in tasks
 */
record RunArithmetic(Arithmetic rollout, Arithmetic update) {

  /** As the settings ask for, for a model of a width. */
  static RunArithmetic of(JavaSparkContext spark, TrainConfig config, int width) {
    return of(spark, config, width, config.rollout().dtype(), config.grpo().dtype());
  }

  /** As a run has them that may have begun on another machine. */
  static RunArithmetic of(JavaSparkContext spark, TrainConfig config, RunSetup setup) {
    return of(
        spark,
        config,
        setup.modelConfig().hiddenSize(),
        Dtype.of(setup.rolloutType()),
        Dtype.of(setup.updateType()));
  }

  private static RunArithmetic of(
      JavaSparkContext spark, TrainConfig config, int width, Dtype rollout, Dtype update) {
    Arithmetic.Wanted updating =
        new Arithmetic.Wanted(update, config.device().update(), config.grpo().threads(), width);
    return new RunArithmetic(
        Arithmetic.ofTasks(
            spark,
            new Arithmetic.Wanted(
                rollout, config.device().rollouts(), config.rollout().threads(), width)),
        config.update().isGang()
            ? Arithmetic.ofTasks(spark, updating)
            : Arithmetic.ofDriver(spark, updating));
  }

  /** What is slow about them here, in one line. */
  Optional<String> caution() {
    if (rollout.caution().isEmpty()) {
      return update.caution().map(cost -> "grpo.dtype = " + said(update) + ", but " + cost);
    }
    String keys = update.caution().isEmpty() ? "rollout.dtype" : "rollout.dtype and grpo.dtype";
    return rollout.caution().map(cost -> keys + " = " + said(rollout) + ", but " + cost);
  }

  private static String said(Arithmetic arithmetic) {
    return arithmetic.type() == ComputeType.BFLOAT16 ? "bfloat16" : "float32";
  }
}
