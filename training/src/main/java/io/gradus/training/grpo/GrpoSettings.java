package io.gradus.training.grpo;

import io.gradus.training.model.AdamW;
import java.io.Serializable;

/**
 * How one step's rollouts change the policy.
 *
 * @param miniBatchPrompts prompts an optimiser step, with all their completions
 * @param epochs passes over the step's rollouts
 * @param microBatchTokens most tokens of one forward and backward pass, a prompt counted once for
 *     its completions; no result depends on it beyond rounding
 * @param optimizer AdamW's settings
 * @param loss of a token
 * @param aggregation how token losses are averaged
 * @param longest tokens of the longest completion that may be sampled, for {@link
 *     Aggregation#SEQ_MEAN_TOKEN_SUM_NORM}
 * @param oldLogprobs where the old logprobs of the ratio come from
 * @param overlong what becomes of completions that the length limit cut off
 */
public record GrpoSettings(
    int miniBatchPrompts,
    int epochs,
    int microBatchTokens,
    AdamW optimizer,
    GrpoLoss loss,
    Aggregation aggregation,
    int longest,
    OldLogprobs oldLogprobs,
    Overlong overlong)
    implements Serializable {
  public GrpoSettings {
    if (miniBatchPrompts < 1 || epochs < 1 || microBatchTokens < 1 || longest < 1) {
      throw new IllegalArgumentException(
          String.format(
              "GRPO has mini-batches of %d prompts, %d epochs, micro-batches of %d tokens and"
                  + " completions of %d, expected at least 1 of each",
              miniBatchPrompts, epochs, microBatchTokens, longest));
    }
    if (loss.correction().isOn() && oldLogprobs == OldLogprobs.SAMPLER) {
      throw new IllegalArgumentException(
          "A correction compares the trainer's old logprobs with the sampler's, expected"
              + " recomputed ones");
    }
  }

  /** The same settings at another learning rate. */
  public GrpoSettings at(double learningRate) {
    return new GrpoSettings(
        miniBatchPrompts,
        epochs,
        microBatchTokens,
        optimizer.at(learningRate),
        loss,
        aggregation,
        longest,
        oldLogprobs,
        overlong);
  }
}
