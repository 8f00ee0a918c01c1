package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
  private final Activations activations;
  private final Program optimizer = Program.optimizer();
  private final Optional<Adapter> adapter;
  private final NDArray trained;
  private final NDArray gradient;
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
    this.activations = activations;
    this.manager = Program.newManager(policy.compute());
    this.trained = adapter.map(Adapter::values).orElse(policy.flat());
    long length = adapter.map(a -> a.layout().totalLength()).orElse(policy.layout().totalLength());
    this.gradient = Policy.zeros(manager, policy.compute(), length);
    this.firstMoment = Policy.zeros(manager, policy.compute(), length);
    this.secondMoment = Policy.zeros(manager, policy.compute(), length);
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
    policy.copyOut(gradient, offset, chunk);
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

  /**
   * Tokens of a micro-batch that {@link #accumulate} should get, where {@code limit} are allowed.
   */
  public int microBatchTokens(int limit) {
    return activations.tokens(limit, policy);
  }

  /**
   * Adds the gradient of a loss over the batch's scored tokens.
   *
   * @throws IllegalArgumentException if the loss speaks of another number of tokens, or an id is
   *     outside the vocabulary
   */
  public Pass accumulate(TokenBatch batch, TokenLoss loss) {
    policy.checkIds(batch);
    if (loss.tokens() != batch.scored() || batch.scored() == 0) {
      throw new IllegalArgumentException(
          "A loss over %d tokens does not fit a batch that scores %d"
              .formatted(loss.tokens(), batch.scored()));
    }
    try (NDManager scope = manager.newSubManager()) {
      PackedTokens packed = policy.packed(batch);
      NDArray none = scope.create(new float[0]);
      NDArray noTable = scope.create(new long[0]);
      NDList result =
          Program.learner(loss.program())
              .run(
                  scope,
                  policy.compute(),
                  Mode.AUTOGRAD,
                  "accumulate_loss",
                  policy.flat(),
                  adapter.isPresent() ? none : gradient,
                  policy.dimensions(scope, policy.compute()),
                  policy.reals(scope, loss.temperature()),
                  scope.create(packed.ids()),
                  scope.create(packed.positions(), packed.positionsShape()),
                  scope.create(packed.parts(), packed.partsShape()),
                  scope.create(packed.index()),
                  scope.create(packed.predictors()),
                  scope.create(packed.targets()),
                  scope.create(loss.columns()),
                  scope.create(loss.settings()),
                  scope.create(loss.wholeFlag()),
                  scope.create(activations.keepsAll(packed.tokens(), policy) ? 1L : 0L),
                  adapter.isPresent() ? trained : none,
                  adapter.isPresent() ? gradient : none,
                  adapter.map(a -> a.table(scope)).orElse(noTable),
                  adapter.map(a -> a.scale(scope)).orElseGet(() -> scope.create(0d)));
      return new Pass(
          result.get(0).toDoubleArray(),
          new Scores(result.get(1).toFloatArray(), result.get(2).toFloatArray()));
    }
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
                  gradient,
                  firstMoment,
                  secondMoment,
                  scope.create(
                      new double[] {
                        settings.learningRate(),
                        settings.beta1(),
                        settings.beta2(),
                        settings.epsilon(),
                        settings.weightDecay(),
                        settings.maxGradientNorm(),
                        steps + 1
                      }))
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
    if (!QuietEnd.hasBegun()) {
      manager.close();
    }
  }
}
