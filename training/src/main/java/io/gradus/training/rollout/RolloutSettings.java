package io.gradus.training.rollout;

import io.gradus.training.model.Sampling;
import java.io.Serializable;
import java.util.List;

/**
 * How completions are sampled.
 *
 * @param samples completions a prompt (the group size in training), at least 1
 * @param sampling the distribution each token is drawn from
 * @param maxTokens a completion's most tokens, at least 1
 * @param stopIds token ids that end a completion
 */
public record RolloutSettings(int samples, Sampling sampling, int maxTokens, List<Integer> stopIds)
    implements Serializable {
  public RolloutSettings {
    stopIds = List.copyOf(stopIds);
    if (samples < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "Cannot sample "
              + samples
              + " completions of at most "
              + maxTokens
              + " tokens, expected at least 1 of each");
    }
  }
}
