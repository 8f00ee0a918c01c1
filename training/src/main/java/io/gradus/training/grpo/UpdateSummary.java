package io.gradus.training.grpo;

/**
 * What a step's update did; means are over its optimiser steps unless they say otherwise.
 *
 * @param optimizerSteps AdamW steps taken
 * @param loss mean loss
 * @param policyLoss mean of its clipped surrogate part
 * @param kl mean k3 estimate of KL(policy ‖ reference), in nats
 * @param clipFraction share of tokens whose clipped term was the larger
 * @param approximateKl mean of old logprob − logprob over tokens, in nats
 * @param gradientNorm mean L2 norm of the gradient before clipping
 * @param begin how the policy that the step began with sees the rollouts
 */
public record UpdateSummary(
    int optimizerSteps,
    double loss,
    double policyLoss,
    double kl,
    double clipFraction,
    double approximateKl,
    double gradientNorm,
    Begin begin) {

  /**
   * How the policy that a step began with, in the update's arithmetic, sees the rollouts: all whose
   * scores are known, those of later mini-batches only where they were computed.
   *
   * @param entropy mean over tokens, in nats
   * @param gap mean over tokens of |sampler's logprob − trainer's|
   * @param largestGap its maximum
   */
  public record Begin(double entropy, double gap, double largestGap) {}
}
