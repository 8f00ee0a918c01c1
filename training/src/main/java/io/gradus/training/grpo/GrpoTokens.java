package io.gradus.training.grpo;

import java.util.Arrays;
import java.util.List;

/**
 * The scored tokens of a batch as GRPO's loss sees them; every array has one entry a scored token.
 *
 * @param weights share of each token in the loss
 * @param advantages advantage of the token's completion
 * @param oldLogprobs under the policy at the beginning of the step
 * @param referenceLogprobs under the reference policy
 * @param samplerLogprobs as sampled
 * @param lengths tokens of each completion, in the order of the tokens
 */
public record GrpoTokens(
    float[] weights,
    float[] advantages,
    float[] oldLogprobs,
    float[] referenceLogprobs,
    float[] samplerLogprobs,
    int[] lengths) {

  /** The first columns of the program: to tell completions apart takes all seven of them. */
  float[][] columns(int count) {
    float[] sequences = new float[weights.length];
    float[] places = new float[weights.length];
    int at = 0;
    for (int sequence = 0; sequence < lengths.length; sequence++) {
      Arrays.fill(sequences, at, at + lengths[sequence], sequence);
      for (int place = 0; place < lengths[sequence]; place++) {
        places[at++] = place;
      }
    }
    return List.of(
            weights, advantages, oldLogprobs, referenceLogprobs, samplerLogprobs, sequences, places)
        .subList(0, count)
        .toArray(float[][]::new);
  }
}
