package io.gradus.jobs.store;

/** One GRPO step. See {@link Tables#STEPS} for the meaning of each value. */
public record StepRow(
    int step, Reward reward, Update update, Lengths lengths, Totals totals, Seconds seconds) {

  /** Rewards of the step's completions, and how often a reward function or rule failed. */
  public record Reward(double mean, double std, double groupsWithoutSignal, int faults) {}

  /** The optimiser's side, averaged over the step's optimiser steps. */
  public record Update(
      int optimizerSteps,
      double loss,
      double policyLoss,
      double kl,
      double clipFraction,
      double entropy,
      double gradientNorm,
      double learningRate,
      double logprobGapMean,
      double logprobGapMax) {}

  /** Tokens of the step. */
  public record Lengths(
      long promptTokens,
      long completionTokens,
      double completionMean,
      int completionMax,
      double truncated) {}

  /** Sums from the run's first step to this one, and with them D, T and C of the scaling laws. */
  public record Totals(long data, long tokens, double compute) {}

  /** Seconds by phase: the only values that differ between two executions. */
  public record Seconds(
      double rollout, double reward, double update, double evaluate, double total, Parts parts) {}

  /** Seconds of what phases consist of, and of the commit before the step. */
  public record Parts(
      double load,
      double sampling,
      double oldLogprobs,
      double referenceLogprobs,
      double spark,
      double publish,
      double commit) {}
}
