package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.TaskDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rollout batches, a task a batch, and returns what became of them in the order of the
 * problems, then of samples: as one Spark job, or, where executors have GPUs, sampling as one and
 * verification as another that asks for none.
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
   * Rollouts that an update learns from.
   *
   * @param seconds what the stage's time went to
   */
  public record Scored(List<ScoredRollout> rollouts, StageSeconds seconds) {}

  /**
   * Samples and verifies completions of problems.
   *
   * @param itemsPerBatch problems sampled together
   * @param description what Spark's web page calls the job
   */
  public List<GradedRollout> run(
      List<RolloutBatch.Item> items, int itemsPerBatch, RolloutPlan plan, String description) {
    return results(items, itemsPerBatch, plan, Optional.empty(), description).batches().stream()
        .flatMap(result -> result.gradedRollouts().stream())
        .toList();
  }

  /**
   * Samples and verifies completions of problems, and scores their tokens.
   *
   * @param itemsPerBatch problems sampled together
   * @param description what Spark's web page calls the job
   */
  public Scored runScored(
      List<RolloutBatch.Item> items,
      int itemsPerBatch,
      RolloutPlan plan,
      Scoring scoring,
      String description) {
    Results results = results(items, itemsPerBatch, plan, Optional.of(scoring), description);
    return new Scored(
        results.batches().stream().flatMap(result -> result.scoredRollouts().stream()).toList(),
        results.seconds());
  }

  /**
   * What became of all batches.
   *
   * @param busy how long tasks were at work
   * @param wall how long it took
   */
  private record Results(List<BatchResult> batches, double busy, double wall) {
    StageSeconds seconds() {
      StageSeconds sum = new StageSeconds(0, 0, 0, 0, 0, Math.max(0, wall - busy));
      for (BatchResult batch : batches) {
        sum = sum.plus(batch.seconds());
      }
      return sum;
    }
  }

  private Results results(
      List<RolloutBatch.Item> items,
      int itemsPerBatch,
      RolloutPlan plan,
      Optional<Scoring> scoring,
      String description) {
    final long begin = System.nanoTime();
    List<RolloutBatch> batches = RolloutBatch.cut(items, itemsPerBatch);
    spark.setJobDescription(description);
    try {
      boolean apart = resources.verification().isPresent();
      List<BatchResult> results =
          apart
              ? inTwoStages(batches, plan, scoring)
              : spark
                  .parallelize(batches, batches.size())
                  .mapPartitions(new RolloutTask(plan, scoring))
                  .collect();
      results.forEach(result -> log(result.sampled().device()));
      return new Results(results, busy(results, apart), (System.nanoTime() - begin) / 1e9);
    } finally {
      spark.setJobDescription(null);
    }
  }

  /** How long tasks were at work, in one job or in two that follow each other. */
  private static double busy(List<BatchResult> results, boolean apart) {
    List<WorkSpan> sampling = results.stream().map(r -> r.sampled().work()).toList();
    List<WorkSpan> verification = results.stream().map(r -> r.graded().work()).toList();
    if (apart) {
      return WorkSpan.busySeconds(sampling) + WorkSpan.busySeconds(verification);
    }
    List<WorkSpan> all = new ArrayList<>(sampling);
    all.addAll(verification);
    return WorkSpan.busySeconds(all);
  }

  private List<BatchResult> inTwoStages(
      List<RolloutBatch> batches, RolloutPlan plan, Optional<Scoring> scoring) {
    JavaRDD<SampledBatch> sampling =
        spark.parallelize(batches, batches.size()).mapPartitions(new SampleTask(plan, scoring));
    List<SampledBatch> sampled =
        resources.sampling().map(sampling::withResources).orElse(sampling).collect();
    List<VerifyTask.Answers> answers = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      answers.add(VerifyTask.Answers.of(batches.get(i), sampled.get(i)));
    }
    List<GradedBatch> graded =
        spark
            .parallelize(answers, answers.size())
            .mapPartitions(new VerifyTask(plan))
            .withResources(resources.verification().orElseThrow())
            .collect();
    List<BatchResult> results = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      results.add(new BatchResult(sampled.get(i), graded.get(i)));
    }
    return results;
  }

  private void log(TaskDevice device) {
    if (device.isNotable() && devices.add(device)) {
      LOG.info("{}", device.show());
    }
  }
}
