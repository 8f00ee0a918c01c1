package io.gradus.jobs.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs rollout batches as one Spark job, a task a batch, and returns them in the batches' order.
 */
final class RolloutStage {
  private final JavaSparkContext spark;

  RolloutStage(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * What the job gave.
   *
   * @param rollouts in the order of the items, then of samples
   * @param verifySeconds time spent in verification, summed over tasks
   */
  record Result(List<GradedRollout> rollouts, double verifySeconds) {}

  /**
   * @param description what Spark's web page calls the job
   */
  Result run(
      List<RolloutBatch.Item> items, int itemsPerBatch, RolloutPlan plan, String description) {
    List<RolloutBatch> batches = RolloutBatch.cut(items, itemsPerBatch);
    spark.setJobDescription(description);
    try {
      List<BatchResult> results =
          spark.parallelize(batches, batches.size()).mapPartitions(new RolloutTask(plan)).collect();
      List<GradedRollout> rollouts = new ArrayList<>();
      double verify = 0;
      for (BatchResult result : results) {
        rollouts.addAll(result.rollouts());
        verify += result.seconds().verify();
      }
      return new Result(rollouts, verify);
    } finally {
      spark.setJobDescription(null);
    }
  }
}
