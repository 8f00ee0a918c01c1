package io.gradus.training.model;

import io.gradus.training.hub.ModelConfig;

/** What a {@link Learner} keeps of a forward pass for the backward pass; gradients are the same. */
public enum Activations {
  /** Everything that is needed. */
  KEPT,
  /** The inputs of layers; a layer's forward pass is made again before its backward pass. */
  RECOMPUTED,
  /**
   * Everything, in micro-batches so small that it takes no more memory than the weights (or 256
   * MiB, if those are smaller); only the inputs of layers of a single group that is larger than
   * that.
   */
  AUTO;

  private static final long LEAST_BUDGET = 256L << 20;

  /** Numbers that are kept of one token in one layer, see the program's {@code Saved}. */
  private static long numbersPerLayer(ModelConfig config) {
    long heads = config.heads();
    long projections = (heads + 2L * config.kvHeads()) * config.headDim();
    return 2L * config.hiddenSize()
        + projections
        + heads * config.headDim()
        + heads
        + 2L * config.intermediateSize();
  }

  /** Bytes that are kept of one token in all layers. */
  static long bytesPerToken(ModelConfig config, Compute compute) {
    return numbersPerLayer(config) * config.layers() * compute.dtype().bytes();
  }

  /** Tokens of a micro-batch, where {@code limit} are allowed. */
  int tokens(int limit, Policy policy) {
    return this == AUTO ? (int) Math.max(1, Math.min(limit, affordable(policy))) : limit;
  }

  /** Whether everything is kept of a micro-batch. */
  boolean keepsAll(int tokens, Policy policy) {
    return this == KEPT || (this == AUTO && tokens <= affordable(policy));
  }

  private static long affordable(Policy policy) {
    long budget = Math.max(LEAST_BUDGET, Float.BYTES * policy.layout().totalLength());
    return budget / bytesPerToken(policy.config(), policy.compute());
  }
}
