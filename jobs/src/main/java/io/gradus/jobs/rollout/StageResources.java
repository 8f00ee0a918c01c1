package io.gradus.jobs.rollout;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * What stages ask Spark for where executors have GPUs ({@code spark.executor.resource.gpu.amount}):
 * sampling one a task, verification none, so that it runs on all cores and holds no device back.
 *
 * <p>Spark schedules by stage on standalone and local clusters, YARN and Kubernetes. In local mode
 * it assigns no resources; there, and without GPUs, one stage samples and verifies. With dynamic
 * allocation Spark starts executors of their own for verification, which have no GPU.
 *
 * @param sampling profile of sampling; empty: Spark's default
 * @param verification profile of verification; empty: one stage does both
 */
public record StageResources(
    Optional<ResourceProfile> sampling, Optional<ResourceProfile> verification) {
  private static final StageResources SHARED =
      new StageResources(Optional.empty(), Optional.empty());

  /** As the configuration of a session says. */
  public static StageResources of(SparkContext spark) {
    SparkConf conf = spark.getConf();
    if (conf.getDouble("spark.executor.resource.gpu.amount", 0) == 0 || spark.isLocal()) {
      return SHARED;
    }
    return new StageResources(sampling(conf), Optional.of(verification(conf)));
  }

  /** Spark's default profile has a GPU for a task only if the user says so. */
  private static Optional<ResourceProfile> sampling(SparkConf conf) {
    if (conf.contains("spark.task.resource.gpu.amount")) {
      return Optional.empty();
    }
    int cpus = conf.getInt("spark.task.cpus", 1);
    return Optional.of(
        new ResourceProfileBuilder()
            .require(new TaskResourceRequests().cpus(cpus).resource("gpu", 1))
            .build());
  }

  private static ResourceProfile verification(SparkConf conf) {
    ResourceProfileBuilder profile =
        new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(1));
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      profile.require(
          new ExecutorResourceRequests()
              .cores(conf.getInt("spark.executor.cores", 1))
              .memory(conf.get("spark.executor.memory", "1g")));
    }
    return profile.build();
  }
}
