package io.gradus.training.model;

import io.gradus.training.model.MicroBatches.Range;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Scores any number of sequences in micro-batches and hands each its own part of the result. */
public final class SequenceScorer {
  private final Policy policy;
  private final int microBatchTokens;

  /**
   * @param microBatchTokens most tokens of one forward pass, a shared prompt counted once
   */
  public SequenceScorer(Policy policy, int microBatchTokens) {
    this.policy = policy;
    this.microBatchTokens = microBatchTokens;
  }

  /** Scores of each sequence's tokens from its {@code first} on, in the order given. */
  public List<Scores> score(List<Sequence> sequences, double temperature) {
    List<Scores> all = new ArrayList<>(sequences.size());
    for (Range range : MicroBatches.split(sequences, microBatchTokens)) {
      TokenBatch batch = new TokenBatch(sequences.subList(range.from(), range.to()));
      all.addAll(policy.score(batch, temperature).of(batch));
    }
    return List.copyOf(all);
  }
}
