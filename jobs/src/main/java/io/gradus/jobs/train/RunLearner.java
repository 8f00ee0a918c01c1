package io.gradus.jobs.train;

import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.store.RunRecord;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.model.Adapter;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Policy;
import io.gradus.training.pretrain.AdapterInitializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A run's learner with what it learns: the policy's weights, or adapters between the initial model
 * and the policy ({@code grpo.adapter}). The initial model is then held beside the policy, and
 * serves as the reference of the KL term too.
 */
final class RunLearner implements AutoCloseable {
  private final Path model;
  private final long seed;
  private final Policy policy;
  private final Optional<Policy> base;
  private final Learner learner;

  private RunLearner(Path model, long seed, Policy policy, Optional<Policy> base, Learner learner) {
    this.model = model;
    this.seed = seed;
    this.policy = policy;
    this.base = base;
    this.learner = learner;
  }

  /** A learner without weights, which {@link #loadInitial} or {@link #restore} gives it. */
  static RunLearner of(TrainConfig config, RunSetup setup, Compute compute) throws IOException {
    GrpoConfig grpo = config.grpo();
    Policy policy = Policy.allocate(setup.modelConfig(), compute);
    if (grpo.adapter().isEmpty()) {
      return new RunLearner(
          setup.model(),
          config.seed(),
          policy,
          Optional.empty(),
          new Learner(policy, grpo.activations()));
    }
    LoraLayout layout = LoraLayout.of(setup.modelConfig(), grpo.adapter().get());
    Policy base = Checkpoint.loadPolicy(setup.model(), compute);
    Adapter adapter = new Adapter(policy, base, layout);
    return new RunLearner(
        setup.model(),
        config.seed(),
        policy,
        Optional.of(base),
        Learner.of(policy, adapter, grpo.activations()));
  }

  Learner learner() {
    return learner;
  }

  /** The initial model, where it is held. */
  Optional<Policy> base() {
    return base;
  }

  /** Makes the policy the initial model, and its adapters those that a run begins with. */
  void loadInitial() throws IOException {
    if (learner.adapter().isPresent()) {
      AdapterInitializer.fill(learner.adapter().get(), seed);
    } else {
      Checkpoint.loadWeights(model, policy);
    }
  }

  /** Takes up what a checkpoint holds, and returns the numbers kept with it. */
  Map<String, Double> restore(Path checkpoint) throws IOException {
    return Checkpoint.restore(checkpoint, learner);
  }

  /**
   * Writes a checkpoint into an existing directory.
   *
   * @param run whose record names the initial model
   * @param store root of the store that the checkpoint is to lie in
   */
  void save(Path directory, RunRecord run, String store, Map<String, Double> counters)
      throws IOException {
    if (learner.adapter().isPresent()) {
      Checkpoint.saveAdapter(
          directory, learner, baseLocation(run, store), run.modelDigest(), model, counters);
    } else {
      Checkpoint.save(directory, learner, model, counters);
    }
  }

  /** A model of the store is named as seen from a checkpoint, so that the store may be moved. */
  private static String baseLocation(RunRecord run, String store) {
    String prefix = store.endsWith("/") ? store : store + "/";
    return run.model().startsWith(prefix)
        ? "../../../" + run.model().substring(prefix.length())
        : run.model();
  }

  @Override
  public void close() {
    learner.close();
    learner.adapter().ifPresent(Adapter::close);
    base.ifPresent(Policy::close);
    policy.close();
  }
}
