package io.gradus.jobs.train;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.PolicyPublisher;
import io.gradus.jobs.rollout.Scoring.FrozenPolicy;
import io.gradus.jobs.rollout.Scoring.NoReference;
import io.gradus.jobs.rollout.Scoring.Reference;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Policy;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** References whose weights the driver publishes, and holds where they are taken anew. */
final class HeldReferences implements References {
  private static final int CHUNK = 1 << 20;

  private final PolicyPublisher publisher;
  private final int every;

  /** Only where it is refreshed. */
  private final Optional<Policy> held;

  private final Policy policy;
  private Reference current;

  private HeldReferences(
      PolicyPublisher publisher,
      int every,
      Policy policy,
      Optional<Policy> held,
      Reference current) {
    this.policy = policy;
    this.publisher = publisher;
    this.every = every;
    this.held = held;
    this.current = current;
  }

  /**
   * The reference of a run that begins or resumes.
   *
   * @param initial directory of the initial model
   * @param policy that learns
   * @param base the initial model, if it is held throughout the run: it is used as it is
   * @param checkpoint that the run resumes from, on this machine
   * @param step after which that is
   */
  static References of(
      TrainConfig config,
      Path initial,
      Policy policy,
      Optional<Policy> base,
      Compute compute,
      Optional<Path> checkpoint,
      int step,
      PolicyPublisher publisher)
      throws IOException {
    int every = config.grpo().referenceRefresh();
    if (config.grpo().klCoefficient() == 0) {
      return new HeldReferences(publisher, 0, policy, Optional.empty(), new NoReference());
    }
    if (base.isPresent()) {
      FrozenPolicy shared = new FrozenPolicy(publisher.publish(base.get(), "initial"));
      return new HeldReferences(publisher, 0, policy, Optional.empty(), shared);
    }
    Policy reference = Checkpoint.loadPolicy(initial, compute);
    if (every == 0) {
      FrozenPolicy frozen = new FrozenPolicy(publisher.handOver(reference, "initial"));
      return new HeldReferences(publisher, 0, policy, Optional.empty(), frozen);
    }
    if (checkpoint.isPresent() && step >= every) {
      Checkpoint.loadReference(checkpoint.get(), reference);
    }
    return new HeldReferences(
        publisher,
        every,
        policy,
        Optional.of(reference),
        new FrozenPolicy(publisher.publish(reference, "of step " + step / every * every)));
  }

  @Override
  public Reference current() {
    return current;
  }

  @Override
  public void stepped(int step) {
    if (every == 0 || step % every != 0) {
      return;
    }
    Policy copy = held.orElseThrow();
    long length = copy.layout().totalLength();
    for (long at = 0; at < length; at += CHUNK) {
      FloatBuffer chunk = FloatBuffer.allocate((int) Math.min(CHUNK, length - at));
      policy.read(at, chunk);
      copy.write(at, chunk.flip());
    }
    current = new FrozenPolicy(publisher.publish(copy, "of step " + step));
  }

  @Override
  public void save(Path checkpoint) throws IOException {
    if (held.isPresent()) {
      Checkpoint.saveReference(checkpoint, held.get());
    }
  }

  @Override
  public void close() {
    publisher.close();
    held.ifPresent(Policy::close);
  }
}
