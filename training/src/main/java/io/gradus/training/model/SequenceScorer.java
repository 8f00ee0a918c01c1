package io.gradus.training.model;

import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.Arrays;
import java.util.List;

/** Scores any number of sequences in micro-batches and hands each its own part of the result. */
public final class SequenceScorer {
  private final Policy policy;
  private final int microBatchTokens;

  /**
   * @param microBatchTokens most tokens, padding included, of one forward pass
   */
  public SequenceScorer(Policy policy, int microBatchTokens) {
    this.policy = policy;
    this.microBatchTokens = microBatchTokens;
  }

  /** Scores of each sequence's tokens from its {@code first} on, in the order given. */
  public List<Scores> score(List<Sequence> sequences, double temperature) {
    Scores[] all = new Scores[sequences.size()];
    for (int[] indices : MicroBatches.pack(sequences, s -> s.ids().length, microBatchTokens)) {
      List<Sequence> rows = Arrays.stream(indices).mapToObj(sequences::get).toList();
      Scores scores = policy.score(new TokenBatch(rows), temperature);
      int at = 0;
      for (int index : indices) {
        int end = at + sequences.get(index).scored();
        all[index] =
            new Scores(
                Arrays.copyOfRange(scores.logprobs(), at, end),
                Arrays.copyOfRange(scores.entropies(), at, end));
        at = end;
      }
    }
    return List.of(all);
  }
}
