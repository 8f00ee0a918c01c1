package io.gradus.jobs.store;

import java.util.List;
import java.util.Optional;

/** One GRPO step. See {@link Tables#STEPS} for the meaning of each value. */
public record StepRow(
    int step,
    Reward reward,
    Update update,
    Lengths lengths,
    Totals totals,
    Seconds seconds,
    Health health) {
  /** Status of a step whose update was kept. */
  public static final String OK = "ok";

  /** Status of a step that ended the run since a number of its update was not finite. */
  public static final String DIVERGED = "diverged";

  /** A step whose update was kept, without warnings. */
  public StepRow(
      int step, Reward reward, Update update, Lengths lengths, Totals totals, Seconds seconds) {
    this(
        step,
        reward,
        update,
        lengths,
        totals,
        seconds,
        new Health(OK, Optional.empty(), List.of()));
  }

  /** The same step with other warnings. */
  public StepRow withWarnings(List<String> warnings) {
    return new StepRow(
        step,
        reward,
        update,
        lengths,
        totals,
        seconds,
        new Health(health.status, health.reason, warnings));
  }

  /** The same step, whose update was not kept. */
  public StepRow diverged(String reason) {
    return new StepRow(
        step,
        reward,
        update,
        lengths,
        totals,
        seconds,
        new Health(DIVERGED, Optional.of(reason), health.warnings));
  }

  /** Whether the update was not kept. */
  public boolean isDiverged() {
    return health.status.equals(DIVERGED);
  }

  /** Whether the update was kept, else why not, and signs of a collapse. */
  public record Health(String status, Optional<String> reason, List<String> warnings) {}

  /**
   * Rewards of the step's completions, how often a reward function or rule failed, and rounds of
   * dynamic sampling.
   */
  public record Reward(
      double mean, double std, double groupsWithoutSignal, int faults, int samplingRounds) {}

  /** The optimiser's side, averaged over the step's optimiser steps. */
  public record Update(
      int optimizerSteps,
      double loss,
      double policyLoss,
      double kl,
      Clips clips,
      double entropy,
      double gradientNorm,
      double learningRate,
      Gap gap) {}

  /** Shares of tokens that were clipped. */
  public record Clips(double all, double low, double high, double dual) {}

  /**
   * What lies between the sampler's logprobs and the trainer's, both of the policy that sampled.
   */
  public record Gap(
      double mean, double max, double kl, double effectiveSamples, double perplexityRatio) {}

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
