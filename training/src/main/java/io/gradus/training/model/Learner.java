package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.Program.Mode;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Gradients and AdamW moments beside a policy's float32 weights, all flat tensors of its length; or
 * beside its low-rank adapters, all flat tensors of their length. Adapters alone learn then, and no
 * gradient of a weight is made.
 *
 * <p>Gradients add up over calls until {@link #step} uses and clears them, so a mini-batch may come
 * in micro-batches of any size. Not thread-safe: one learner a policy, one thread at a time.
 */
public final class Learner implements AutoCloseable {
  private final Policy policy;
  private final NDManager manager;
  private final Program optimizer = Program.optimizer();
  private final Optional<Adapter> adapter;
  private final NDArray trained;
  private final Gradients gradients;
  private final NDArray firstMoment;
  private final NDArray secondMoment;
  private long steps;

  /** A learner with {@link Activations#AUTO}. */
  public Learner(Policy policy) {
    this(policy, Activations.AUTO);
  }

  /** A learner of {@code policy}'s weights with zero moments; the policy must be float32. */
  public Learner(Policy policy, Activations activations) {
    this(policy, Optional.empty(), activations);
  }

  private Learner(Policy policy, Optional<Adapter> adapter, Activations activations) {
    this.policy = policy;
    this.adapter = adapter;
    this.manager = Program.newManager(policy.compute());
    this.trained = adapter.map(Adapter::values).orElse(policy.flat());
    long length = adapter.map(a -> a.layout().totalLength()).orElse(policy.layout().totalLength());
    this.gradients = new Gradients(policy, adapter, activations);
    this.firstMoment = FlatArrays.zeros(manager, policy.compute(), length);
    this.secondMoment = FlatArrays.zeros(manager, policy.compute(), length);
  }

  /** A learner of adapters, with zero moments; each step merges them into the policy. */
  public static Learner of(Policy policy, Adapter adapter, Activations activations) {
    return new Learner(policy, Optional.of(adapter), activations);
  }

  /** The AdamW moments that make up the optimiser's state. */
  public enum Moment {
    FIRST,
    SECOND
  }

  public Policy policy() {
    return policy;
  }

  /** What learns instead of the policy's weights, if anything does. */
  public Optional<Adapter> adapter() {
    return adapter;
  }

  /** AdamW steps taken so far. */
  public long steps() {
    return steps;
  }

  /** Sets the count of steps taken, when a saved state is restored. */
  public void restoreSteps(long taken) {
    steps = taken;
  }

  /** Reads a moment from {@code offset} on (in floats) until the chunk is full. */
  public void read(Moment moment, long offset, FloatBuffer chunk) {
    policy.copyOut(tensor(moment), offset, chunk);
  }

  /** Overwrites a moment from {@code offset} on (in floats). */
  public void write(Moment moment, long offset, FloatBuffer chunk) {
    policy.copyIn(tensor(moment), offset, chunk);
  }

  /** Reads the gradient gathered so far from {@code offset} on (in floats). */
  public void readGradient(long offset, FloatBuffer chunk) {
    gradients.read(offset, chunk);
  }

  private NDArray tensor(Moment moment) {
    return moment == Moment.FIRST ? firstMoment : secondMoment;
  }

  /**
   * What a pass over a batch found.
   *
   * @param sums that the loss reports
   * @param scores logprobs and entropies of the scored tokens, under the weights as they are
   */
  public record Pass(double[] sums, Scores scores) {}

  /** What a mini-batch's gradient is gathered in. */
  public Gradients gradients() {
    return gradients;
  }

  /**
   * Tokens of a micro-batch that {@link #accumulate} should get, where {@code limit} are allowed.
   */
  public int microBatchTokens(int limit) {
    return gradients.microBatchTokens(limit);
  }

  /**
   * Adds the gradient of a loss over the batch's scored tokens.
   *
   * @throws IllegalArgumentException if the loss speaks of another number of tokens, or an id is
   *     outside the vocabulary
   */
  public Pass accumulate(TokenBatch batch, TokenLoss loss) {
    return gradients.accumulate(batch, loss);
  }

  /**
   * Takes one AdamW step with the gradient gathered so far and clears it.
   *
   * @return the gradient's L2 norm before clipping
   * @throws ArithmeticException if the norm is not finite; weights and moments are left as they
   *     were
   */
  public double step(AdamW settings) {
    try (NDManager scope = manager.newSubManager()) {
      double norm =
          optimizer
              .run(
                  scope,
                  policy.compute(),
                  Mode.INFERENCE,
                  "adamw",
                  trained,
                  gradients.tensor(),
                  firstMoment,
                  secondMoment,
                  settings.tensor(scope, steps + 1))
              .get(0)
              .getDouble();
      if (!Double.isFinite(norm)) {
        throw new ArithmeticException(
            "The gradient's norm is "
                + norm
                + " at optimiser step "
                + (steps + 1)
                + "; weights are unchanged. A lower learning rate or float32 may help");
      }
      steps++;
      adapter.ifPresent(Adapter::merge);
      return norm;
    } finally {
      FreedMemory.release(policy);
    }
  }

  /** Frees gradient and moments; the policy stays. */
  @Override
  public void close() {
    gradients.close();
    if (!QuietEnd.hasBegun()) {
      manager.close();
    }
  }
}
