package io.gradus.training.pretrain;

import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner;
import io.gradus.training.model.MicroBatches;
import io.gradus.training.model.MicroBatches.Range;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.Arrays;
import java.util.List;

/** One optimiser step of next-token training: the mean loss over all target tokens of a batch. */
public final class SupervisedStep {
  private final Learner learner;
  private final AdamW optimizer;
  private final int microBatchTokens;

  /**
   * @param microBatchTokens most tokens of one forward and backward pass
   */
  public SupervisedStep(Learner learner, AdamW optimizer, int microBatchTokens) {
    this.learner = learner;
    this.optimizer = optimizer;
    this.microBatchTokens = microBatchTokens;
  }

  /**
   * Learns from a batch.
   *
   * @return mean loss a target token, in nats, before the step
   */
  public double run(List<Example> examples, double learningRate) {
    long targets = examples.stream().mapToLong(example -> example.target().length).sum();
    float weight = (float) (1.0 / targets);
    double loss = 0;
    List<Sequence> sequences = examples.stream().map(Example::sequence).toList();
    for (Range range : MicroBatches.split(sequences, learner.microBatchTokens(microBatchTokens))) {
      TokenBatch batch = new TokenBatch(sequences.subList(range.from(), range.to()));
      float[] weights = new float[batch.scored()];
      Arrays.fill(weights, weight);
      loss += learner.accumulate(batch, Likelihood.of(weights)).sums()[0];
    }
    learner.step(optimizer.at(learningRate));
    return loss;
  }
}
