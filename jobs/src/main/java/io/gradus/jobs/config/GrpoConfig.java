package io.gradus.jobs.config;

import io.gradus.training.grpo.Advantage;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.Clip;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.Kl;
import io.gradus.training.grpo.KlEstimator;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.grpo.Overlong;
import io.gradus.training.grpo.PolicyLoss;
import io.gradus.training.grpo.SamplerCorrection;
import io.gradus.training.hub.LoraSettings;
import io.gradus.training.model.Activations;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.LearningRate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policy update (block {@code grpo}).
 *
 * @param prompts per step, a multiple of those of a mini-batch
 * @param advantage how rewards become advantages
 * @param zeroVariance what becomes of groups whose rewards are all equal
 * @param update how a step's rollouts change the policy
 * @param schedule learning rate by step, 0 being the first
 * @param referenceRefresh steps after which the policy becomes the reference; 0: never
 * @param adapter low-rank adapters that learn; empty: every weight does
 * @param activations what the update keeps of a forward pass
 * @param threads of the tensor library on the driver
 */
public record GrpoConfig(
    int prompts,
    Advantage advantage,
    ZeroVariance zeroVariance,
    GrpoSettings update,
    LearningRate schedule,
    int referenceRefresh,
    Optional<LoraSettings> adapter,
    Activations activations,
    Dtype dtype,
    int threads) {

  /** What becomes of groups whose rewards are all equal. */
  public enum ZeroVariance {
    /** They stay in the mini-batch, and count in its means. */
    KEEP,
    /** They are left out of the update. */
    DROP
  }

  /** What learns. */
  private enum AdapterKind {
    NONE,
    LORA
  }

  /** Step size of AdamW at its peak. */
  public double learningRate() {
    return update.optimizer().learningRate();
  }

  /** Weight of the KL divergence against the reference. */
  public double klCoefficient() {
    return update.loss().kl().coefficient();
  }

  /** As the block says, for completions that are sampled in a way, and so many steps. */
  static GrpoConfig of(Section section, RolloutConfig rollout, int steps) {
    int prompts = section.integer("prompts", Bound.atLeast(1));
    int miniBatch = section.integer("mini-batch", Bound.atLeast(1));
    if (prompts % miniBatch != 0) {
      throw section.wrong(
          "mini-batch", "a divisor of " + section.name("prompts") + " = " + prompts);
    }
    double rate = section.number("learning-rate", Bound.NOT_NEGATIVE);
    OldLogprobs old = section.choice("old-logprobs", OldLogprobs.class);
    GrpoSettings update =
        new GrpoSettings(
            miniBatch,
            section.integer("epochs", Bound.atLeast(1)),
            section.integer("micro-batch-tokens", Bound.atLeast(1)),
            adamW(section, rate),
            loss(section, old, rollout.sampling().sampling().temperature()),
            section.choice("aggregation", Aggregation.class),
            rollout.sampling().maxTokens(),
            old,
            section.choice("overlong", Overlong.class));
    int refresh = section.integer("reference-refresh", Bound.NOT_NEGATIVE);
    if (refresh > 0 && update.loss().kl().coefficient() == 0) {
      throw section.wrong(
          "reference-refresh",
          "0, since there is no reference with " + section.name("kl-coefficient") + " = 0");
    }
    Optional<LoraSettings> adapter = adapter(section, section.child("lora"));
    if (refresh > 0 && adapter.isPresent()) {
      throw section.wrong(
          "reference-refresh",
          "0, since with %s = lora the reference is the model without its adapters"
              .formatted(section.name("adapter")));
    }
    return new GrpoConfig(
        prompts,
        new Advantage(
            section.choice("advantage", Advantage.Estimator.class),
            section.number("advantage-epsilon", Bound.NOT_NEGATIVE)),
        section.choice("zero-variance", ZeroVariance.class),
        update,
        schedule(section.child("schedule"), rate, steps),
        refresh,
        adapter,
        section.choice("activations", Activations.class),
        section.choice("dtype", Dtype.class),
        section.integer("threads", Bound.atLeast(1)));
  }

  /** The block lora is checked wherever it is, and counts where adapters are asked for. */
  private static Optional<LoraSettings> adapter(Section section, Section lora) {
    AdapterKind kind = section.choice("adapter", AdapterKind.class);
    List<String> targets = lora.words("targets");
    boolean all = targets.equals(List.of(LoraSettings.ALL_LINEAR));
    if (!all
        && (!LoraSettings.PROJECTIONS.containsAll(targets)
            || Set.copyOf(targets).size() < targets.size())) {
      throw lora.wrong(
          "targets",
          "[%s], or some of %s, each once"
              .formatted(LoraSettings.ALL_LINEAR, String.join(", ", LoraSettings.PROJECTIONS)));
    }
    LoraSettings settings =
        new LoraSettings(
            lora.integer("rank", Bound.atLeast(1)), lora.number("alpha", Bound.POSITIVE), targets);
    return kind == AdapterKind.NONE ? Optional.empty() : Optional.of(settings);
  }

  private static GrpoLoss loss(Section section, OldLogprobs old, double temperature) {
    double range = section.number("clip-range", Bound.POSITIVE);
    PolicyLoss policy = section.choice("policy-loss", PolicyLoss.class);
    double dual = Clip.NO_DUAL;
    if (section.isGiven("clip-dual")) {
      dual = section.number("clip-dual", Bound.ABOVE_ONE);
      if (policy != PolicyLoss.CLIP) {
        throw section.wrong(
            "clip-dual",
            "null, since %s = %s has no dual clip"
                .formatted(section.name("policy-loss"), Section.word(policy)));
      }
    }
    Clip clip =
        new Clip(
            section.isGiven("clip-low")
                ? section.number("clip-low", Bound.POSITIVE_PROBABILITY)
                : range,
            section.isGiven("clip-high") ? section.number("clip-high", Bound.POSITIVE) : range,
            dual);
    return new GrpoLoss(
        policy,
        clip,
        new Kl(
            section.number("kl-coefficient", Bound.NOT_NEGATIVE),
            section.choice("kl-estimator", KlEstimator.class),
            section.choice("kl-in", Kl.Place.class)),
        section.number("entropy-coefficient", Bound.NOT_NEGATIVE),
        correction(section.child("correction"), old),
        temperature);
  }

  private static SamplerCorrection correction(Section section, OldLogprobs old) {
    SamplerCorrection correction =
        new SamplerCorrection(
            section.choice("kind", SamplerCorrection.Kind.class),
            section.choice("level", SamplerCorrection.Level.class),
            section.number("low", Bound.BELOW_ONE),
            section.number("high", Bound.ABOVE_ONE));
    if (correction.isOn() && old == OldLogprobs.SAMPLER) {
      throw section.wrong(
          "kind", "none, since with grpo.old-logprobs = sampler there is no gap to correct for");
    }
    return correction;
  }

  private static LearningRate schedule(Section section, double rate, int steps) {
    LearningRate.Shape shape = section.choice("shape", LearningRate.Shape.class);
    int warmUp = section.integer("warm-up", Bound.NOT_NEGATIVE);
    int all = section.optionalInteger("steps", Bound.atLeast(1)).orElse(steps);
    if (shape != LearningRate.Shape.CONSTANT && warmUp >= all) {
      throw section.wrong("warm-up", "fewer steps than the schedule has, " + all);
    }
    return new LearningRate(rate, warmUp, all, shape, section.number("end", Bound.PROBABILITY));
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
