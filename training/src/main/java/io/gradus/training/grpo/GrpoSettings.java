package io.gradus.training.grpo;

import io.gradus.training.model.AdamW;

/**
 * How one step's rollouts change the policy.
 *
 * @param miniBatchPrompts prompts an optimiser step, with all their completions
 * @param epochs passes over the step's rollouts
 * @param microBatchTokens most tokens of one forward and backward pass, a prompt counted once for
 *     its completions; no result depends on it beyond rounding
 * @param optimizer AdamW's settings
 * @param loss coefficients of the loss
 * @param aggregation how token losses are averaged
 * @param oldLogprobs where the old logprobs of the ratio come from
 */
public record GrpoSettings(
    int miniBatchPrompts,
    int epochs,
    int microBatchTokens,
    AdamW optimizer,
    GrpoLoss loss,
    Aggregation aggregation,
    OldLogprobs oldLogprobs) {
  public GrpoSettings {
    if (miniBatchPrompts < 1 || epochs < 1 || microBatchTokens < 1) {
      throw new IllegalArgumentException(
          String.format(
              "GRPO has mini-batches of %d prompts, %d epochs and micro-batches of %d tokens,"
                  + " expected at least 1 of each",
              miniBatchPrompts, epochs, microBatchTokens));
    }
  }
}
