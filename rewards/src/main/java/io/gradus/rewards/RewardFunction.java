package io.gradus.rewards;

/**
 * One part of the reward. A class of the user's own has a public constructor without parameters, or
 * one that takes the options as a {@code Map<String, String>}; it must be thread-safe and
 * deterministic.
 */
public interface RewardFunction {
  /** The name the part is recorded under. */
  String name();

  /** The part's value for one completion; any finite number. */
  double score(String gold, Completion completion, Verdict verdict);
}
