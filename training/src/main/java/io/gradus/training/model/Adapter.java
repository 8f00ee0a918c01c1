package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.LoraLayout.Pair;
import io.gradus.training.model.Program.Mode;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Low-rank adapters between a base model and the policy that they make of it: the policy's weights
 * are the base's, and W + (alpha / rank) · B A where a matrix has an adapter.
 *
 * <p>The policy's weights are formed by {@link #merge} alone, so whatever samples from the policy,
 * scores with it or saves it sees the adapters as they are. The base is never written to. Not
 * thread-safe.
 */
public final class Adapter implements AutoCloseable {
  /** Numbers of one adapter in the program's table. */
  private static final int COLUMNS = 7;

  private final Policy policy;
  private final Policy base;
  private final LoraLayout layout;
  private final NDManager manager;
  private final NDArray values;

  /**
   * Adapters that are all zero; the policy's weights become those of the base.
   *
   * @param policy float32, which the adapters make
   * @param base float32, of the same configuration, on the same device
   */
  public Adapter(Policy policy, Policy base, LoraLayout layout) {
    this.policy = policy;
    this.base = base;
    this.layout = layout;
    this.manager = Program.newManager(policy.compute());
    this.values = FlatArrays.zeros(manager, policy.compute(), layout.totalLength());
    policy.copyFrom(base);
  }

  public LoraLayout layout() {
    return layout;
  }

  /** The model that the adapters are added to. */
  public Policy base() {
    return base;
  }

  /** Reads the adapters' numbers from {@code offset} on until the chunk is full. */
  public void read(long offset, FloatBuffer chunk) {
    policy.copyOut(values, offset, chunk);
  }

  /** Overwrites the adapters' numbers from {@code offset} on; {@link #merge} makes them count. */
  public void write(long offset, FloatBuffer chunk) {
    policy.copyIn(values, offset, chunk);
  }

  /** Makes the policy's weights those of base and adapters. */
  public void merge() {
    try (NDManager scope = manager.newSubManager()) {
      Program.optimizer()
          .run(
              scope,
              policy.compute(),
              Mode.INFERENCE,
              "merge",
              policy.flat(),
              base.flat(),
              values,
              table(scope),
              scale(scope));
    }
  }

  NDArray values() {
    return values;
  }

  /** The adapters' places, as the program reads them. */
  NDArray table(NDManager scope) {
    List<Pair> pairs = layout.pairs();
    long[] table = new long[COLUMNS * pairs.size()];
    int at = 0;
    for (Pair pair : pairs) {
      table[at++] = pair.layer();
      table[at++] = pair.place();
      table[at++] = pair.firstRow();
      table[at++] = pair.rows();
      table[at++] = pair.inputs();
      table[at++] = layout.settings().rank();
      table[at++] = pair.matrix().offset();
    }
    return scope.create(table);
  }

  NDArray scale(NDManager scope) {
    return scope.create(layout.settings().scale());
  }

  /** Frees the adapters; policy and base stay. */
  @Override
  public void close() {
    if (!QuietEnd.hasBegun()) {
      manager.close();
    }
  }
}
