package io.gradus.jobs.config;

import io.gradus.datasets.importing.GoldCheck;
import io.gradus.training.text.ChatOptions;
import java.util.List;
import java.util.Optional;

/**
 * What commands that only sample from a model need of the settings: {@code evaluate} the blocks
 * {@code problems.test}, {@code problems.prompt}, {@code reward} and {@code evaluate}, {@code
 * generate} the block {@code rollout}.
 *
 * @param lengthKey setting or option that gave the longest completion; empty: nobody did, so that
 *     it may be less where a model has no room for it
 * @param samples completions per prompt
 * @param promptsPerBatch prompts sampled together
 * @param threads of the tensor library in one task
 * @param device of sampling
 * @param stopIds token ids that end a completion beside the model's own
 */
public record InferenceConfig(
    long seed,
    SamplingConfig sampling,
    Optional<String> lengthKey,
    int samples,
    int promptsPerBatch,
    Dtype dtype,
    int threads,
    DeviceConfig.Choice device,
    List<Integer> stopIds) {

  /** As an evaluation during training would sample. */
  public static InferenceConfig ofEvaluation(Settings settings) {
    Section root = settings.root();
    long seed = root.whole("seed", Bound.ANY);
    RolloutConfig rollout = RolloutConfig.of(root.child("rollout"));
    EvaluateConfig evaluate =
        EvaluateConfig.of(root.child("evaluate"), seed, rollout.sampling().maxTokens());
    return new InferenceConfig(
        seed,
        evaluate.sampling(),
        root.child("evaluate")
            .givenAs("max-tokens")
            .or(() -> root.child("rollout").givenAs("max-tokens")),
        evaluate.samples(),
        evaluate.promptsPerBatch(),
        rollout.dtype(),
        rollout.threads(),
        DeviceConfig.of(root.child("device")).rollouts(),
        rollout.stopIds());
  }

  /** As rollouts would be sampled. */
  public static InferenceConfig ofRollout(Settings settings) {
    Section root = settings.root();
    RolloutConfig rollout = RolloutConfig.of(root.child("rollout"));
    return new InferenceConfig(
        root.whole("seed", Bound.ANY),
        rollout.sampling(),
        root.child("rollout").givenAs("max-tokens"),
        rollout.groupSize(),
        rollout.promptsPerBatch(),
        rollout.dtype(),
        rollout.threads(),
        DeviceConfig.of(root.child("device")).rollouts(),
        rollout.stopIds());
  }

  /** Where copies of remote model directories are kept; empty: the user's cache. */
  public static Optional<String> modelCache(Settings settings) {
    return settings.root().child("model").optionalText("cache");
  }

  /** The held-out problems of the settings. */
  public static ProblemSource testProblems(Settings settings) {
    Section root = settings.root();
    return ProblemSource.of(root.child("problems").child("test"), root.whole("seed", Bound.ANY));
  }

  /** What the settings make prompts of conversations with. */
  public static ChatOptions chat(Settings settings) {
    return PromptConfig.options(settings.root().child("problems").child("prompt"));
  }

  /** How the settings make prompts of problems. */
  public static PromptConfig prompt(Settings settings) {
    return PromptConfig.of(settings.root().child("problems").child("prompt"));
  }

  /** What becomes of problems whose gold answers cannot be compared with. */
  public static GoldCheck.Policy golds(Settings settings) {
    return ProblemsConfig.golds(settings.root().child("problems"));
  }

  /** How the settings reward completions. */
  public static RewardConfig reward(Settings settings) {
    return RewardConfig.of(settings.root().child("reward"));
  }
}
