package io.gradus.jobs.rollout;

import io.gradus.jobs.config.RewardConfig;
import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.Sandbox;

/** Turns reward settings into the rewards room's terms. */
public final class RewardPlans {
  private RewardPlans() {}

  public static RewardSettings settings(RewardConfig config) {
    return new RewardSettings(
        config.functions(),
        ExtractionPolicy.valueOf(config.extraction().name()),
        config.options(),
        new Sandbox(config.sandbox().command(), config.sandbox().seconds()));
  }

  /** The first function named: it says whether an answer counts as right in evaluations. */
  public static String decidingPart(RewardConfig config) {
    String first = config.functions().get(0);
    int weight = first.indexOf('*');
    return weight < 0 ? first : first.substring(0, weight);
  }
}
