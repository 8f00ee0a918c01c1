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

/**
 * What a run's KL term compares the policy with: nothing, the initial policy throughout, or a copy
 * of the policy that is taken anew every so many steps ({@code grpo.reference-refresh}) and saved
 * with every checkpoint.
 */
final class References implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final PolicyPublisher publisher;
  private final int every;

  /** Only where it is refreshed. */
  private final Optional<Policy> held;

  private Reference current;

  private References(
      PolicyPublisher publisher, int every, Optional<Policy> held, Reference current) {
    this.publisher = publisher;
    this.every = every;
    this.held = held;
    this.current = current;
  }

  /**
   * The reference of a run that begins or resumes.
   *
   * @param initial directory of the initial model
   * @param base the initial model, if it is held throughout the run: it is used as it is
   * @param checkpoint that the run resumes from, on this machine
   * @param step after which that is
   */
  static References of(
      TrainConfig config,
      Path initial,
      Optional<Policy> base,
      Compute compute,
      Optional<Path> checkpoint,
      int step,
      PolicyPublisher publisher)
      throws IOException {
    int every = config.grpo().referenceRefresh();
    if (config.grpo().klCoefficient() == 0) {
      return new References(publisher, 0, Optional.empty(), new NoReference());
    }
    if (base.isPresent()) {
      FrozenPolicy shared = new FrozenPolicy(publisher.publish(base.get(), "initial"));
      return new References(publisher, 0, Optional.empty(), shared);
    }
    Policy policy = Checkpoint.loadPolicy(initial, compute);
    if (every == 0) {
      FrozenPolicy frozen = new FrozenPolicy(publisher.handOver(policy, "initial"));
      return new References(publisher, 0, Optional.empty(), frozen);
    }
    if (checkpoint.isPresent() && step >= every) {
      Checkpoint.loadReference(checkpoint.get(), policy);
    }
    return new References(
        publisher,
        every,
        Optional.of(policy),
        new FrozenPolicy(publisher.publish(policy, "of step " + step / every * every)));
  }

  Reference current() {
    return current;
  }

  /** Takes the policy that a step left as the reference, if that is due. */
  void stepped(int step, Policy policy) {
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

  /** Writes the reference into a checkpoint, where another one than the initial model is due. */
  void save(Path checkpoint) throws IOException {
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
