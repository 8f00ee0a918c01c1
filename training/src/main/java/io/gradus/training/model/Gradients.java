package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.gradus.training.model.Learner.Pass;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.Program.Mode;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * The gradient of a policy's weights, or of its low-rank adapters, in float32: one flat tensor that
 * adds up over batches. It has no optimiser; a {@link Learner} has, or the members of a gang that
 * share one.
 *
 * <p>Not thread-safe. The policy may be in the type that is computed in ({@link
 * Policy#allocateRounded}), and may be shared.
 */
public final class Gradients implements AutoCloseable {
  private final Policy policy;
  private final Optional<Adapter> adapter;
  private final Activations activations;
  private final NDManager manager;
  private final NDArray gradient;

  Gradients(Policy policy, Optional<Adapter> adapter, Activations activations) {
    this.policy = policy;
    this.adapter = adapter;
    this.activations = activations;
    this.manager = Program.newManager(policy.compute());
    long length = adapter.map(a -> a.layout().totalLength()).orElse(policy.layout().totalLength());
    this.gradient = FlatArrays.zeros(manager, policy.compute(), length);
  }

  /** The gradient of all weights, zero at first. */
  public static Gradients of(Policy policy, Activations activations) {
    return new Gradients(policy, Optional.empty(), activations);
  }

  NDArray tensor() {
    return gradient;
  }

  /** Reads the gradient gathered so far from {@code offset} on (in floats). */
  public void read(long offset, FloatBuffer chunk) {
    policy.copyOut(gradient, offset, chunk);
  }

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
                  adapter.map(Adapter::values).orElse(none),
                  adapter.isPresent() ? gradient : none,
                  adapter.map(a -> a.table(scope)).orElse(noTable),
                  adapter.map(a -> a.scale(scope)).orElseGet(() -> scope.create(0d)));
      return new Pass(
          result.get(0).toDoubleArray(),
          new Scores(result.get(1).toFloatArray(), result.get(2).toFloatArray()));
    }
  }

  /** Frees the gradient; the policy stays. */
  @Override
  public void close() {
    if (!QuietEnd.hasBegun()) {
      manager.close();
    }
  }
}
