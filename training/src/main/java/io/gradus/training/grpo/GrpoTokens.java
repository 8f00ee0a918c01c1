package io.gradus.training.grpo;

/**
 * The scored tokens of a batch as GRPO's loss sees them; every array has one entry a scored token.
 *
 * @param weights share of each token in the loss
 * @param advantages advantage of the token's completion
 * @param oldLogprobs under the policy at the beginning of the step
 * @param referenceLogprobs under the frozen reference policy
 */
record GrpoTokens(
    float[] weights, float[] advantages, float[] oldLogprobs, float[] referenceLogprobs) {}
