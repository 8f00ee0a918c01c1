package io.gradus.jobs.rollout;

import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.model.Compute;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutSettings;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * Everything a task needs to turn batches into graded rollouts.
 *
 * @param policy whose completions are sampled
 * @param compute of sampling, but for its device
 * @param device on which tasks sample and score
 * @param settings samples of a prompt, their distribution and their longest length
 * @param key what the random numbers depend on, beside problem and sample
 * @param tokenizer that decodes completions for grading
 * @param rewards that grade them
 * @param decidingPart reward function that says what counts as right
 * @param answerPrefix what the prompts let every answer begin with; it is read before completions
 *     when they are graded
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
    String answerPrefix)
    implements Serializable {}
