package io.gradus.jobs.train;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.gang.FrozenWeights;
import io.gradus.jobs.gang.Gang;
import io.gradus.jobs.rollout.Scoring.FrozenPolicy;
import io.gradus.jobs.rollout.Scoring.NoReference;
import io.gradus.jobs.rollout.Scoring.Reference;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** References whose weights the members of a gang hold. */
final class GangReferences implements References {
  private final Gang gang;
  private final String slot;
  private final ModelConfig shape;
  private final int every;

  private Optional<FrozenWeights> current;

  private GangReferences(
      Gang gang, String slot, ModelConfig shape, int every, Optional<FrozenWeights> current) {
    this.gang = gang;
    this.slot = slot;
    this.shape = shape;
    this.every = every;
    this.current = current;
  }

  /**
   * The reference of a run that begins or resumes.
   *
   * @param initial directory of the initial model
   * @param checkpoint that the run resumes from, on this machine
   * @param step after which that is
   */
  static GangReferences of(
      Gang gang,
      TrainConfig config,
      Path initial,
      ModelConfig shape,
      Optional<Path> checkpoint,
      int step)
      throws IOException {
    String slot = config.run().id() + "-reference";
    int every = config.grpo().referenceRefresh();
    if (config.grpo().klCoefficient() == 0) {
      return new GangReferences(gang, slot, shape, 0, Optional.empty());
    }
    boolean taken = every > 0 && step >= every && checkpoint.isPresent();
    FrozenWeights weights =
        gang.freeze(
            slot,
            sink -> {
              if (taken) {
                Checkpoint.readReference(checkpoint.get(), shape, sink);
              } else {
                Checkpoint.readWeights(initial, shape, sink);
              }
            });
    return new GangReferences(gang, slot, shape, every, Optional.of(weights));
  }

  @Override
  public Reference current() {
    return current.isPresent() ? new FrozenPolicy(current.get().version()) : new NoReference();
  }

  @Override
  public void stepped(int step) {
    if (every > 0 && step % every == 0) {
      current.ifPresent(FrozenWeights::close);
      current = Optional.of(gang.freeze(slot));
    }
  }

  @Override
  public void save(Path checkpoint) throws IOException {
    if (every > 0) {
      Checkpoint.saveReference(checkpoint, shape, current.orElseThrow().weights());
    }
  }

  @Override
  public void close() {
    current.ifPresent(FrozenWeights::close);
  }
}
