package io.gradus.training.grpo;

/**
 * What a step's update did; means are over its optimiser steps.
 *
 * @param optimizerSteps AdamW steps taken
 * @param loss mean loss
 * @param policyLoss mean of its clipped surrogate part
 * @param kl mean k3 estimate of KL(policy ‖ reference), in nats
 * @param clipFraction share of tokens whose clipped term was the larger
 * @param approximateKl mean of old logprob − logprob over tokens, in nats
 * @param gradientNorm mean L2 norm of the gradient before clipping
 */
public record UpdateSummary(
    int optimizerSteps,
    double loss,
    double policyLoss,
    double kl,
    double clipFraction,
    double approximateKl,
    double gradientNorm) {}
