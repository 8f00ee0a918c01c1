package io.gradus.jobs.config;

import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.OldLogprobs;

/**
 * Everything one GRPO run needs.
 *
 * @param name of the configuration
 * @param steps that the run has when it is done
 * @param json every setting, as the runs table records it; the same settings give the same text
 * @param origins where they were written
 */
public record TrainConfig(
    String name,
    StoreConfig store,
    long seed,
    int steps,
    RunConfig run,
    ModelConfig model,
    DeviceConfig device,
    ProblemsConfig problems,
    RolloutConfig rollout,
    RewardConfig reward,
    GrpoConfig grpo,
    UpdateConfig update,
    EvaluateConfig evaluate,
    TrackingConfig tracking,
    String json,
    Origins origins) {

  private static final String LENGTH_BUFFER = "length_penalty.buffer";

  private static final String SINGLES =
      "with rollout.group-size = 1, since the rewards of one completion are always equal";

  /**
   * Place in a step from which on old logprobs take a pass of their own. Those of the first
   * mini-batch come from the pass that learns, unless it is not known beforehand what that consists
   * of, or rewards need them.
   */
  public int scoredFrom() {
    GrpoSettings update = grpo.update();
    if (update.oldLogprobs() == OldLogprobs.SAMPLER) {
      return Integer.MAX_VALUE;
    }
    boolean all = rollout.dynamicSampling() > 0 || update.loss().kl().lowersRewards();
    return all ? 0 : update.miniBatchPrompts();
  }

  /**
   * Reads and checks all settings.
   *
   * @throws ConfigException naming the first setting that is missing, of a wrong type, out of range
   *     or in contradiction with another
   */
  public static TrainConfig of(Settings settings) {
    Section root = settings.root();
    long seed = root.whole("seed", Bound.ANY);
    RolloutConfig rollout = RolloutConfig.of(root.child("rollout"));
    ProblemsConfig problems = ProblemsConfig.of(root.child("problems"), seed);
    int steps = root.integer("steps", Bound.atLeast(1));
    TrainConfig config =
        new TrainConfig(
            settings.name(),
            StoreConfig.of(root),
            seed,
            steps,
            RunConfig.of(root.child("run"), settings.name(), seed),
            ModelConfig.of(root.child("model"), seed),
            DeviceConfig.of(root.child("device")),
            problems,
            rollout,
            RewardConfig.of(root.child("reward")),
            GrpoConfig.of(root.child("grpo"), rollout, steps),
            UpdateConfig.of(root.child("update")),
            EvaluateConfig.of(root.child("evaluate"), seed, rollout.sampling().maxTokens()),
            TrackingConfig.of(root.child("tracking")),
            settings.toJson(),
            new Origins(root));
    config.check(root);
    return config;
  }

  /** The same run from another model. */
  public TrainConfig with(ModelConfig other) {
    return new TrainConfig(
        name, store, seed, steps, run, other, device, problems, rollout, reward, grpo, update,
        evaluate, tracking, json, origins);
  }

  private void check(Section root) {
    if (rollout.sampling().sampling().temperature() == 0) {
      throw root.child("rollout")
          .wrong("temperature", "a number greater than 0, at which logprobs can be taken");
    }
    if (rollout.groupSize() < 2) {
      if (!grpo.advantage().estimator().takesSingles()) {
        throw root.child("rollout")
            .wrong("group-size", "at least 2, since advantages compare completions of one prompt");
      }
      if (rollout.dynamicSampling() > 0) {
        throw root.child("rollout").wrong("dynamic-sampling", "0 " + SINGLES);
      }
      if (grpo.zeroVariance() == GrpoConfig.ZeroVariance.DROP) {
        throw root.child("grpo").wrong("zero-variance", "keep " + SINGLES);
      }
    }
    if (update.isGang() && grpo.adapter().isPresent()) {
      throw root.child("update")
          .wrong(
              "mode", "driver, since with grpo.adapter = lora adapters alone learn, on the driver");
    }
    checkLengthPenalty();
    model
        .pretrain()
        .ifPresent(
            pretrain -> {
              long longest =
                  Math.max(rollout.sampling().maxTokens(), evaluate.sampling().maxTokens());
              long needed = problems.prompt().maxTokens() + longest;
              if (pretrain.maxPositions() < needed) {
                throw root.child("model")
                    .child("pretrain")
                    .wrong(
                        "max-positions",
                        "room for problems.prompt.max-tokens plus the longest completion, "
                            + needed);
              }
            });
  }

  /** The soft penalty grows over the last tokens that are allowed, no more than there are. */
  private void checkLengthPenalty() {
    int longest = rollout.sampling().maxTokens();
    String buffer = reward.settings().options().get(LENGTH_BUFFER);
    if (reward.settings().functions().stream().anyMatch(f -> f.startsWith("length_penalty"))
        && buffer != null
        && Double.parseDouble(buffer) > longest) {
      throw origins.wrong(
          "reward.options." + LENGTH_BUFFER, "at most rollout.max-tokens = " + longest);
    }
  }
}
