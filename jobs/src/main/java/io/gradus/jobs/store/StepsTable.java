package io.gradus.jobs.store;

import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.LONG;
import static io.gradus.files.table.ColumnType.Plain.STRING;

import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.Table;
import java.util.List;

/** The table of steps: one row a step of a run, with what it cost and what it taught. */
final class StepsTable {
  private static final ColumnType WARNINGS = new ListOf(STRING);

  static final Table<StepRow> TABLE =
      new Table<>(
          "steps",
          "One GRPO step.",
          List.of(Column.of("run_id", STRING, "Name of the run", r -> "")),
          List.of(
              Column.of("step", INT, "Step, from 1", StepRow::step),
              Column.of("reward_mean", DOUBLE, "Mean reward", r -> r.reward().mean()),
              Column.of(
                  "reward_std", DOUBLE, "Standard deviation of rewards", r -> r.reward().std()),
              Column.of(
                  "groups_without_signal",
                  DOUBLE,
                  "Share of the groups sampled whose rewards are all equal",
                  r -> r.reward().groupsWithoutSignal()),
              Column.of(
                  "reward_faults",
                  INT,
                  "Failures of reward functions and rules; each counts as reward 0",
                  r -> r.reward().faults()),
              Column.nullable(
                  "sampling_rounds",
                  INT,
                  "Rounds of dynamic sampling after the first",
                  r -> r.reward().samplingRounds()),
              Column.of(
                  "optimizer_steps", INT, "Optimiser steps", r -> r.update().optimizerSteps()),
              Column.of(
                  "loss",
                  DOUBLE,
                  "Policy loss plus weighted KL, less the entropy bonus",
                  r -> r.update().loss()),
              Column.of("policy_loss", DOUBLE, "Policy loss", r -> r.update().policyLoss()),
              Column.of(
                  "kl",
                  DOUBLE,
                  "Estimate of KL from the reference, by grpo.kl-estimator",
                  r -> r.update().kl()),
              Column.of(
                  "clip_fraction",
                  DOUBLE,
                  "Share of tokens clipped",
                  r -> r.update().clips().all()),
              Column.nullable(
                  "clip_fraction_low",
                  DOUBLE,
                  "Share of tokens whose ratio was clipped from below",
                  r -> r.update().clips().low()),
              Column.nullable(
                  "clip_fraction_high",
                  DOUBLE,
                  "Share of tokens whose ratio was clipped from above",
                  r -> r.update().clips().high()),
              Column.nullable(
                  "clip_fraction_dual",
                  DOUBLE,
                  "Share of tokens that the dual clip stopped",
                  r -> r.update().clips().dual()),
              Column.of(
                  "entropy", DOUBLE, "Mean entropy per token, nats", r -> r.update().entropy()),
              Column.of(
                  "gradient_norm",
                  DOUBLE,
                  "Mean norm of the gradient before clipping",
                  r -> r.update().gradientNorm()),
              Column.of("learning_rate", DOUBLE, "Learning rate", r -> r.update().learningRate()),
              Column.of(
                  "logprob_gap_mean",
                  DOUBLE,
                  "Mean absolute difference of rollout and trainer logprobs",
                  r -> r.update().gap().mean()),
              Column.of(
                  "logprob_gap_max",
                  DOUBLE,
                  "Largest absolute difference of rollout and trainer logprobs",
                  r -> r.update().gap().max()),
              Column.nullable(
                  "sampler_kl",
                  DOUBLE,
                  "k3 estimate of KL from sampler to trainer, of the policy that sampled",
                  r -> r.update().gap().kl()),
              Column.nullable(
                  "effective_samples",
                  DOUBLE,
                  "Effective sample size of the weights trainer by sampler, as a share of the"
                      + " tokens",
                  r -> r.update().gap().effectiveSamples()),
              Column.nullable(
                  "perplexity_ratio",
                  DOUBLE,
                  "Mean over completions of the trainer's perplexity by the sampler's",
                  r -> r.update().gap().perplexityRatio()),
              Column.of(
                  "prompt_tokens",
                  LONG,
                  "Prompt tokens, once for every completion",
                  r -> r.lengths().promptTokens()),
              Column.of(
                  "completion_tokens",
                  LONG,
                  "Completion tokens",
                  r -> r.lengths().completionTokens()),
              Column.of(
                  "completion_mean",
                  DOUBLE,
                  "Mean completion length, tokens",
                  r -> r.lengths().completionMean()),
              Column.of(
                  "completion_max",
                  INT,
                  "Longest completion, tokens",
                  r -> r.lengths().completionMax()),
              Column.of(
                  "truncated",
                  DOUBLE,
                  "Share of completions cut at the token limit",
                  r -> r.lengths().truncated()),
              Column.of(
                  "data",
                  LONG,
                  "D: prompts consumed so far, replaced ones included",
                  r -> r.totals().data()),
              Column.of(
                  "tokens",
                  LONG,
                  "T: tokens trained on so far, those of replaced prompts included",
                  r -> r.totals().tokens()),
              Column.of(
                  "compute",
                  DOUBLE,
                  "C = 6·N·T so far, floating-point operations",
                  r -> r.totals().compute()),
              Column.of(
                  "seconds_rollout",
                  DOUBLE,
                  "Wall time of the rollout stage: tasks that sample, score and verify, and what"
                      + " Spark adds",
                  r -> r.seconds().rollout()),
              Column.of(
                  "seconds_reward",
                  DOUBLE,
                  "Time of verification, summed over tasks",
                  r -> r.seconds().reward()),
              Column.of(
                  "seconds_update",
                  DOUBLE,
                  "Wall time of the update and of publishing the new weights",
                  r -> r.seconds().update()),
              Column.of(
                  "seconds_evaluate",
                  DOUBLE,
                  "Wall time of evaluation, what Spark adds included",
                  r -> r.seconds().evaluate()),
              Column.of(
                  "seconds_total",
                  DOUBLE,
                  "Wall time of the step before its commit",
                  r -> r.seconds().total()),
              Column.nullable(
                  "seconds_load",
                  DOUBLE,
                  "Time until rollout tasks held the weights, summed over tasks",
                  r -> r.seconds().parts().load()),
              Column.nullable(
                  "seconds_sampling",
                  DOUBLE,
                  "Time of sampling, summed over tasks",
                  r -> r.seconds().parts().sampling()),
              Column.nullable(
                  "seconds_old_logprobs",
                  DOUBLE,
                  "Time of scoring under the policy that sampled, summed over tasks",
                  r -> r.seconds().parts().oldLogprobs()),
              Column.nullable(
                  "seconds_reference_logprobs",
                  DOUBLE,
                  "Time of scoring under the reference policy, summed over tasks",
                  r -> r.seconds().parts().referenceLogprobs()),
              Column.nullable(
                  "seconds_spark",
                  DOUBLE,
                  "The part of seconds_rollout in which no task was at work: Spark's own share",
                  r -> r.seconds().parts().spark()),
              Column.nullable(
                  "seconds_publish",
                  DOUBLE,
                  "The part of seconds_update that publishing the new weights took",
                  r -> r.seconds().parts().publish()),
              Column.nullable(
                  "seconds_commit",
                  DOUBLE,
                  "Wall time of the commit before this step; 0 if there was none since the last"
                      + " step or the start",
                  r -> r.seconds().parts().commit()),
              Column.nullable(
                  "status",
                  STRING,
                  "ok, or diverged: the update was not kept, and ended the run; null, as older"
                      + " versions left it, is ok",
                  r -> r.health().status()),
              Column.nullable(
                  "reason",
                  STRING,
                  "What of a diverged update was not finite",
                  r -> r.health().reason().orElse(null)),
              Column.nullable(
                  "warnings",
                  WARNINGS,
                  "Signs of a collapse of entropy, reward, signal or length",
                  r -> r.health().warnings())));

  private StepsTable() {}
}
