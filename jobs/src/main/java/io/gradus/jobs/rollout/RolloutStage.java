package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.TaskDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rollout batches, a task a batch, and returns them in the batches' order: as one Spark job,
 * or, where executors have GPUs, sampling as one and verification as another that asks for none.
 */
public final class RolloutStage {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutStage.class);

  private final JavaSparkContext spark;
  private final StageResources resources;
  private final Set<TaskDevice> devices = new HashSet<>();

  public RolloutStage(JavaSparkContext spark) {
    this.spark = spark;
    this.resources = StageResources.of(spark.sc());
  }

  /**
   * What the job gave.
   *
   * @param rollouts in the order of the items, then of samples
   * @param verifySeconds time spent in verification, summed over tasks
   */
  public record Result(List<GradedRollout> rollouts, double verifySeconds) {}

  /**
   * Samples and grades completions of prompts.
   *
   * @param description what Spark's web page calls the job
   */
  public Result run(
      List<RolloutBatch.Item> items, int itemsPerBatch, RolloutPlan plan, String description) {
    List<RolloutBatch> batches = RolloutBatch.cut(items, itemsPerBatch);
    spark.setJobDescription(description);
    try {
      JavaRDD<RolloutBatch> input = spark.parallelize(batches, batches.size());
      List<BatchResult> results =
          resources.verification().isPresent()
              ? inTwoStages(input, plan)
              : input.mapPartitions(new RolloutTask(plan)).collect();
      List<GradedRollout> rollouts = new ArrayList<>();
      double verify = 0;
      for (BatchResult result : results) {
        rollouts.addAll(result.rollouts());
        verify += result.seconds().verify();
        if (result.device().isNotable() && devices.add(result.device())) {
          LOG.info("{}", result.device().show());
        }
      }
      return new Result(rollouts, verify);
    } finally {
      spark.setJobDescription(null);
    }
  }

  private List<BatchResult> inTwoStages(JavaRDD<RolloutBatch> batches, RolloutPlan plan) {
    JavaRDD<SampleTask.Result> sampling = batches.mapPartitions(new SampleTask(plan));
    List<SampleTask.Result> sampled =
        resources.sampling().map(sampling::withResources).orElse(sampling).collect();
    List<ArrayList<VerifyTask.Answer>> answers = new ArrayList<>();
    sampled.forEach(result -> answers.add(result.answers()));
    List<VerifyTask.Result> verified =
        spark
            .parallelize(answers, answers.size())
            .mapPartitions(new VerifyTask(plan))
            .withResources(resources.verification().orElseThrow())
            .collect();
    List<BatchResult> results = new ArrayList<>();
    for (int i = 0; i < sampled.size(); i++) {
      results.add(BatchResult.of(sampled.get(i), verified.get(i)));
    }
    return results;
  }
}
