package io.gradus.jobs.train;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.Computes;
import io.gradus.jobs.policy.PolicyPublisher;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.store.RunRecord;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.GrpoUpdate;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import io.gradus.training.model.Compute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Learns on the driver, which holds weights, gradients and moments and publishes each policy. */
final class DriverTrainer implements Trainer {
  private final JavaSparkContext spark;
  private final TrainConfig config;
  private final RunSetup setup;
  private final Compute compute;
  private final RunLearner learner;
  private final PolicyPublisher publisher;

  DriverTrainer(JavaSparkContext spark, TrainConfig config, RunSetup setup, Compute compute)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.setup = setup;
    this.compute = compute;
    this.learner = RunLearner.of(config, setup, compute);
    this.publisher = publisher("policy");
  }

  private PolicyPublisher publisher(String slot) {
    return new PolicyPublisher(
        spark,
        config.run().id() + "-" + slot,
        config.store().path(),
        config.rollout().broadcastLimit(),
        Computes.sent(setup.rolloutType(), setup.updateType()));
  }

  @Override
  public void loadInitial() throws IOException {
    learner.loadInitial();
  }

  @Override
  public Map<String, Double> restore(Path checkpoint) throws IOException {
    return learner.restore(checkpoint);
  }

  @Override
  public void save(Path directory, RunRecord run, String store, Map<String, Double> counters)
      throws IOException {
    learner.save(directory, run, store, counters);
  }

  @Override
  public UpdateSummary update(int step, GrpoSettings settings, List<List<Trajectory>> groups) {
    return new GrpoUpdate(learner.learner(), settings).run(groups);
  }

  @Override
  public PolicyVersion publish(String version) {
    return publisher.publish(learner.learner().policy(), version);
  }

  @Override
  public References references(Optional<Path> checkpoint, int step) throws IOException {
    return HeldReferences.of(
        config,
        setup.model(),
        learner.learner().policy(),
        learner.base(),
        compute,
        checkpoint,
        step,
        publisher("reference"));
  }

  @Override
  public void close() {
    publisher.close();
    learner.close();
  }
}
