package io.gradus.jobs.rollout;

import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.model.Compute;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutSettings;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * Everything a task needs to turn batches into graded rollouts.
 *
 * @param compute of sampling, but for its device
 * @param device on which tasks sample and score
 * @param decidingPart reward function that says what counts as right
 * @param scoring at most one: how rollouts are scored for the update
 */
public record RolloutPlan(
    PolicyVersion policy,
    Compute compute,
    DeviceConfig.Choice device,
    RolloutSettings settings,
    RolloutKey key,
    Broadcast<TokenizerBundle> tokenizer,
    Rewards rewards,
    String decidingPart,
    List<Scoring> scoring)
    implements Serializable {

  /**
   * Scores for the update.
   *
   * @param compute of the trainer, but for its device
   * @param reference at most one: the frozen initial policy
   * @param microBatchTokens most tokens of one forward pass
   */
  public record Scoring(Compute compute, List<PolicyVersion> reference, int microBatchTokens)
      implements Serializable {}
}
