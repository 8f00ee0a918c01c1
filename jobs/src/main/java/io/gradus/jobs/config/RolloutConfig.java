package io.gradus.jobs.config;

import java.util.List;

/**
 * How completions are sampled (block {@code rollout}).
 *
 * @param promptsPerBatch prompts sampled together; part of what a rollout depends on
 * @param groupSize completions per prompt
 * @param threads of the tensor library in one task
 * @param stopIds token ids that end a completion beside the model's own
 * @param dynamicSampling rounds at most in which prompts whose rewards are all equal are replaced
 * @param broadcastLimit weights up to this many bytes go to executors by broadcast
 */
public record RolloutConfig(
    int promptsPerBatch,
    int groupSize,
    SamplingConfig sampling,
    Dtype dtype,
    int threads,
    List<Integer> stopIds,
    int dynamicSampling,
    long broadcastLimit) {

  static RolloutConfig of(Section section) {
    return new RolloutConfig(
        section.integer("prompts-per-batch", Bound.atLeast(1)),
        section.integer("group-size", Bound.atLeast(1)),
        SamplingConfig.of(section, section.integer("max-tokens", Bound.atLeast(1))),
        section.choice("dtype", Dtype.class),
        section.integer("threads", Bound.atLeast(1)),
        section.integers("stop-ids", Bound.NOT_NEGATIVE),
        section.integer("dynamic-sampling", Bound.NOT_NEGATIVE),
        section.bytes("broadcast-limit"));
  }
}
