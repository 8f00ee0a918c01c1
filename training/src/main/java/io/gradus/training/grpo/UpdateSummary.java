package io.gradus.training.grpo;

/**
 * What a step's update did; means are over its optimiser steps unless they say otherwise. All are
 * NaN where no optimiser step was taken, because nothing was left to learn from.
 *
 * @param optimizerSteps AdamW steps taken
 * @param loss mean loss
 * @param policyLoss mean of its surrogate part
 * @param kl mean estimate of KL(policy ‖ reference) in the loss, in nats
 * @param clips shares of tokens that were clipped
 * @param approximateKl mean of old logprob − logprob over tokens, in nats
 * @param gradientNorm mean L2 norm of the gradient before clipping
 * @param begin how the policy that the step began with sees the rollouts
 */
public record UpdateSummary(
    int optimizerSteps,
    double loss,
    double policyLoss,
    double kl,
    Clips clips,
    double approximateKl,
    double gradientNorm,
    SamplerGap begin) {

  /**
   * Shares of tokens that were clipped.
   *
   * @param all on either side, for clipped surrogates only where that changed the loss
   * @param low from below
   * @param high from above
   * @param dual by the dual clip, not counted in {@code all}
   */
  public record Clips(double all, double low, double high, double dual) {}

  /** The same means, of which the last optimiser step was not kept. */
  UpdateSummary withOptimizerSteps(int kept) {
    return new UpdateSummary(kept, loss, policyLoss, kl, clips, approximateKl, gradientNorm, begin);
  }

  /** Of sums over the optimiser steps. */
  static UpdateSummary of(int steps, GrpoSums sums, long tokens, double norms, SamplerGap begin) {
    return new UpdateSummary(
        steps,
        sums.loss() / steps,
        sums.policyLoss() / steps,
        sums.kl() / steps,
        new Clips(
            sums.clipped() / tokens,
            sums.clippedLow() / tokens,
            sums.clippedHigh() / tokens,
            sums.clippedDual() / tokens),
        -sums.logRatio() / tokens,
        norms / steps,
        begin);
  }
}
