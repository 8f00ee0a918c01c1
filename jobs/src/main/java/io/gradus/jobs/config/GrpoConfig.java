package io.gradus.jobs.config;

import java.util.List;

/**
 * The policy update (block {@code grpo}).
 *
 * @param prompts per step
 * @param miniBatch prompts per optimiser step, a divisor of {@code prompts}
 * @param epochs passes over a step's rollouts
 * @param microBatchTokens tokens held at once, padding included; does not change the result
 * @param betas decay rates of AdamW's two moments
 * @param clipRange the probability ratio is clipped to 1 ± this
 * @param klCoefficient weight of the k3 estimate against the initial policy
 * @param threads of the tensor library on the driver
 */
public record GrpoConfig(
    int prompts,
    int miniBatch,
    int epochs,
    int microBatchTokens,
    double learningRate,
    List<Double> betas,
    double epsilon,
    double weightDecay,
    double maxGradNorm,
    double clipRange,
    double klCoefficient,
    Aggregation aggregation,
    DType dtype,
    int threads) {

  /** How token losses become one. */
  public enum Aggregation {
    TOKEN_MEAN,
    SEQ_MEAN_TOKEN_MEAN
  }

  static GrpoConfig of(Section section) {
    int prompts = section.integer("prompts", Bound.atLeast(1));
    int miniBatch = section.integer("mini-batch", Bound.atLeast(1));
    if (prompts % miniBatch != 0) {
      throw section.wrong(
          "mini-batch", "a divisor of " + section.name("prompts") + " = " + prompts);
    }
    return new GrpoConfig(
        prompts,
        miniBatch,
        section.integer("epochs", Bound.atLeast(1)),
        section.integer("micro-batch-tokens", Bound.atLeast(1)),
        section.number("learning-rate", Bound.NOT_NEGATIVE),
        section.numbers("betas", 2, Bound.BELOW_ONE),
        section.number("epsilon", Bound.POSITIVE),
        section.number("weight-decay", Bound.NOT_NEGATIVE),
        section.number("max-grad-norm", Bound.POSITIVE),
        section.number("clip-range", Bound.POSITIVE),
        section.number("kl-coefficient", Bound.NOT_NEGATIVE),
        section.choice("aggregation", Aggregation.class),
        section.choice("dtype", DType.class),
        section.integer("threads", Bound.atLeast(1)));
  }
}
