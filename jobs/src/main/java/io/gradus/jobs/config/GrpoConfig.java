package io.gradus.jobs.config;

import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.model.Activations;
import io.gradus.training.model.AdamW;

/**
 * The policy update (block {@code grpo}).
 *
 * @param prompts per step, a multiple of those of a mini-batch
 * @param update how a step's rollouts change the policy
 * @param activations what the update keeps of a forward pass
 * @param threads of the tensor library on the driver
 */
public record GrpoConfig(
    int prompts, GrpoSettings update, Activations activations, Dtype dtype, int threads) {

  /** Step size of AdamW. */
  public double learningRate() {
    return update.optimizer().learningRate();
  }

  /** Weight of the k3 estimate of the KL divergence against the initial policy. */
  public double klCoefficient() {
    return update.loss().klCoefficient();
  }

  /** As the block says, for completions that were sampled at a temperature. */
  static GrpoConfig of(Section section, double temperature) {
    int prompts = section.integer("prompts", Bound.atLeast(1));
    int miniBatch = section.integer("mini-batch", Bound.atLeast(1));
    if (prompts % miniBatch != 0) {
      throw section.wrong(
          "mini-batch", "a divisor of " + section.name("prompts") + " = " + prompts);
    }
    double clip = section.number("clip-range", Bound.POSITIVE);
    return new GrpoConfig(
        prompts,
        new GrpoSettings(
            miniBatch,
            section.integer("epochs", Bound.atLeast(1)),
            section.integer("micro-batch-tokens", Bound.atLeast(1)),
            adamW(section, section.number("learning-rate", Bound.NOT_NEGATIVE)),
            new GrpoLoss(
                clip, clip, section.number("kl-coefficient", Bound.NOT_NEGATIVE), temperature),
            section.choice("aggregation", Aggregation.class),
            section.choice("old-logprobs", OldLogprobs.class)),
        section.choice("activations", Activations.class),
        section.choice("dtype", Dtype.class),
        section.integer("threads", Bound.atLeast(1)));
  }

  /** AdamW by the keys that the blocks of both kinds of training have. */
  static AdamW adamW(Section section, double learningRate) {
    var betas = section.numbers("betas", 2, Bound.BELOW_ONE);
    return new AdamW(
        learningRate,
        betas.get(0),
        betas.get(1),
        section.number("epsilon", Bound.POSITIVE),
        section.number("weight-decay", Bound.NOT_NEGATIVE),
        section.number("max-grad-norm", Bound.POSITIVE));
  }
}
