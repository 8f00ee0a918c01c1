package io.gradus.jobs.train;

import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.RolloutConfig;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.rollout.RolloutPlan;
import io.gradus.jobs.rollout.Scoring;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.model.Compute;
import io.gradus.training.rollout.RolloutKey;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A run's settings as the stages of its steps take them. */
final class RunPlans {
  private final TrainConfig config;
  private final RunSetup setup;
  private final Broadcast<TokenizerBundle> tokenizer;
  private final Rewards rewards;
  private final String decidingPart;

  RunPlans(JavaSparkContext spark, TrainConfig config, RunSetup setup) {
    this.config = config;
    this.setup = setup;
    this.tokenizer = spark.broadcast(setup.tokenizer());
    this.rewards = Rewards.of(config.reward().settings());
    this.decidingPart = config.reward().decidingPart();
  }

  /**
   * Of the rollouts that a step learns from.
   *
   * @param round 0 for the step's first prompts, then the round that replaces some of them
   */
  RolloutPlan training(PolicyVersion policy, int step, int round) {
    RolloutConfig rollout = config.rollout();
    String stream = round == 0 ? "train" : "train, round " + round;
    return plan(policy, rollout.groupSize(), rollout.sampling(), stream, step);
  }

  /** Of the evaluation after a step. */
  RolloutPlan evaluation(PolicyVersion policy, int step) {
    EvaluateConfig evaluate = config.evaluate();
    return plan(policy, evaluate.samples(), evaluate.sampling(), "evaluate", step);
  }

  private RolloutPlan plan(
      PolicyVersion policy, int samples, SamplingConfig sampling, String stream, int step) {
    RolloutConfig rollout = config.rollout();
    return new RolloutPlan(
        policy,
        Compute.cpu(rollout.threads(), setup.rolloutType()),
        config.device().rollouts(),
        sampling.rollouts(samples, setup.stopIds()),
        new RolloutKey(config.seed(), stream, step),
        tokenizer,
        rewards,
        decidingPart,
        config.problems().prompt().options().answerPrefix());
  }

  /** Of scoring the rollouts that a step learns from. */
  Scoring scoring(Scoring.Reference reference) {
    return new Scoring(
        Compute.cpu(config.rollout().threads(), setup.updateType()),
        config.grpo().update().microBatchTokens(),
        config.scoredFrom(),
        reference);
  }
}
