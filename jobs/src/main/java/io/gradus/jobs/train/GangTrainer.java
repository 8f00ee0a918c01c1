package io.gradus.jobs.train;

import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.gang.Gang;
import io.gradus.jobs.gang.GangPlan;
import io.gradus.jobs.policy.Computes;
import io.gradus.jobs.policy.PolicySlices;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.rollout.StageResources;
import io.gradus.jobs.store.RunRecord;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.checkpoint.TrainedState;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.GrpoUpdate;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Learner.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Learns by a gang of tasks. The driver sees weights and moments a chunk at a time only, when a run
 * begins, resumes or commits.
 */
final class GangTrainer implements Trainer {
  private final TrainConfig config;
  private final RunSetup setup;
  private final Gang gang;

  GangTrainer(JavaSparkContext spark, TrainConfig config, RunSetup setup) {
    this.config = config;
    this.setup = setup;
    GrpoConfig grpo = config.grpo();
    long length = WeightLayout.of(setup.modelConfig()).totalLength();
    GangPlan plan =
        new GangPlan(
            config.run().id() + "-policy",
            setup.modelConfig().toJson(),
            PolicySlices.of(length, config.update().gang()),
            Compute.cpu(grpo.threads(), setup.updateType()),
            config.device().update(),
            grpo.activations(),
            config.update().exchange(),
            Computes.sent(setup.rolloutType(), setup.updateType()));
    this.gang =
        new Gang(spark, plan, StageResources.of(spark.sc()).sampling(), config.update().patience());
  }

  private ModelConfig shape() {
    return setup.modelConfig();
  }

  @Override
  public void loadInitial() throws IOException {
    gang.load(sink -> Checkpoint.readWeights(setup.model(), shape(), sink), Map.of(), 0);
  }

  @Override
  public Map<String, Double> restore(Path checkpoint) throws IOException {
    Checkpoint.State state = Checkpoint.readState(checkpoint);
    gang.load(
        sink -> Checkpoint.readWeights(checkpoint, shape(), sink),
        Map.of(
            Moment.FIRST,
            sink -> Checkpoint.readMoment(checkpoint, Moment.FIRST, shape(), sink),
            Moment.SECOND,
            sink -> Checkpoint.readMoment(checkpoint, Moment.SECOND, shape(), sink)),
        state.optimizerSteps());
    return state.counters();
  }

  @Override
  public void save(Path directory, RunRecord run, String store, Map<String, Double> counters)
      throws IOException {
    Checkpoint.save(
        directory,
        new TrainedState(
            shape(),
            gang.weights(),
            Map.of(
                Moment.FIRST, gang.moment(Moment.FIRST),
                Moment.SECOND, gang.moment(Moment.SECOND)),
            gang.steps()),
        setup.model(),
        counters);
  }

  @Override
  public UpdateSummary update(int step, GrpoSettings settings, List<List<Trajectory>> groups) {
    return new GrpoUpdate(gang.optimisation(settings, "step " + step), settings).run(groups);
  }

  @Override
  public PolicyVersion publish(String version) {
    return gang.policy();
  }

  @Override
  public References references(Optional<Path> checkpoint, int step) throws IOException {
    return GangReferences.of(gang, config, setup.model(), shape(), checkpoint, step);
  }

  @Override
  public void close() {
    gang.close();
  }
}
