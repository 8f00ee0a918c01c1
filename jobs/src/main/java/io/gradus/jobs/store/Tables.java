package io.gradus.jobs.store;

import static io.gradus.files.table.ColumnType.Plain.BOOLEAN;
import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.FLOAT;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.LONG;
import static io.gradus.files.table.ColumnType.Plain.STRING;
import static io.gradus.files.table.ColumnType.Plain.TIMESTAMP;

import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.ColumnType.MapOf;
import io.gradus.files.table.Table;
import java.util.List;

/**
 * The tables that runs write: every column with its type and meaning. Readers and documentation
 * take them from here.
 */
public final class Tables {
  private static final ColumnType TOKENS = new ListOf(INT);
  private static final ColumnType LOGPROBS = new ListOf(FLOAT);
  private static final ColumnType WARNINGS = new ListOf(STRING);
  private static final ColumnType PARTS = new MapOf(STRING, DOUBLE);

  public static final Table<RunRecord> RUNS =
      new Table<>(
          "runs",
          "One run, as it was when it began.",
          List.of(),
          List.of(
              Column.of("run_id", STRING, "Name of the run", RunRecord::runId),
              Column.of("family", STRING, "Models that differ only in size", RunRecord::family),
              Column.of("variant", STRING, "base or instruct", RunRecord::variant),
              Column.of("model", STRING, "Where the initial model was", RunRecord::model),
              Column.of(
                  "model_digest", STRING, "SHA-256 of the initial model", RunRecord::modelDigest),
              Column.of("params", LONG, "N: non-embedding parameters", RunRecord::parameters),
              Column.of("dataset", STRING, "Where the training problems were", RunRecord::dataset),
              Column.of(
                  "problems_digest",
                  STRING,
                  "SHA-256 of the training problems in their order",
                  RunRecord::problemsDigest),
              Column.of("tau", INT, "Reuse factor", RunRecord::tau),
              Column.of("group_size", INT, "Completions per prompt", RunRecord::groupSize),
              Column.of("seed", LONG, "Seed", RunRecord::seed),
              Column.of("config", STRING, "Every setting, as JSON", RunRecord::config),
              Column.of("description", STRING, "The user's words", RunRecord::description),
              Column.of("gradus", STRING, "Version of Gradus", r -> r.environment().gradus()),
              Column.of("spark", STRING, "Version of Spark", r -> r.environment().spark()),
              Column.of("java", STRING, "Java virtual machine", r -> r.environment().java()),
              Column.of("libtorch", STRING, "Version of libtorch", r -> r.environment().libtorch()),
              Column.of(
                  "platform",
                  STRING,
                  "Operating system and processor type",
                  r -> r.environment().platform()),
              Column.of(
                  "rollout_threads",
                  INT,
                  "Threads of the tensor library in a rollout task",
                  r -> r.environment().rolloutThreads()),
              Column.of(
                  "update_threads",
                  INT,
                  "Threads of the tensor library in the update",
                  r -> r.environment().updateThreads()),
              Column.nullable(
                  "rollout_dtype",
                  STRING,
                  "Number type of sampling: float32 or bfloat16",
                  r -> r.environment().rolloutDtype()),
              Column.nullable(
                  "update_dtype",
                  STRING,
                  "Number type of the update and of scoring for it",
                  r -> r.environment().updateDtype()),
              Column.of("created", TIMESTAMP, "When the run began", r -> r.environment().created()),
              Column.nullable(
                  "contents",
                  STRING,
                  "What model and problems were by file and key, as JSON; the run resumes only with"
                      + " the same",
                  r -> r.contents().isEmpty() ? null : r.contents())));

  /** As imports make it. */
  public static final Table<Problem> PROBLEMS = ProblemTable.TABLE;

  public static final Table<TrajectoryRow> TRAJECTORIES =
      new Table<>(
          "trajectories",
          "One rollout of a GRPO step.",
          List.of(
              Column.of("run_id", STRING, "Name of the run", r -> ""),
              Column.of("step", INT, "GRPO step it was sampled for, from 1", r -> 0)),
          List.of(
              Column.of(
                  "position", INT, "Place of its prompt in the step", TrajectoryRow::position),
              Column.of("problem_id", STRING, "Problem", TrajectoryRow::problemId),
              Column.of("sample", INT, "Number within its group, from 0", TrajectoryRow::sample),
              Column.of(
                  "policy_step",
                  INT,
                  "Step after which the policy that sampled it stood; 0 is the initial one",
                  TrajectoryRow::policyStep),
              Column.of("prompt_ids", TOKENS, "Token ids of the prompt", TrajectoryRow::promptIds),
              Column.of(
                  "completion_ids", TOKENS, "Token ids sampled", TrajectoryRow::completionIds),
              Column.of(
                  "logprobs",
                  LOGPROBS,
                  "Natural log of each sampled token's probability at the sampling temperature,"
                      + " before top-p and top-k",
                  TrajectoryRow::logprobs),
              Column.of("completion", STRING, "Text sampled", TrajectoryRow::completion),
              Column.nullable(
                  "extracted",
                  STRING,
                  "Answer found in the completion",
                  r -> r.extracted().orElse(null)),
              Column.of("reward", DOUBLE, "Reward", TrajectoryRow::reward),
              Column.of(
                  "reward_parts", PARTS, "Reward by reward function", TrajectoryRow::rewardParts),
              Column.of("reason", STRING, "Why the verifier decided so", TrajectoryRow::reason),
              Column.of(
                  "advantage", DOUBLE, "Advantage within its group", TrajectoryRow::advantage),
              Column.of(
                  "finish_reason",
                  STRING,
                  "stop: the model ended it; length: the token limit did",
                  TrajectoryRow::finishReason)));

  public static final Table<StepRow> STEPS =
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

  public static final Table<EvaluationRow> EVALUATIONS =
      new Table<>(
          "evaluations",
          "One answer to a held-out problem.",
          List.of(
              Column.of("run_id", STRING, "Name of the run", r -> ""),
              Column.of("step", INT, "Step after which the policy stood; 0: initial", r -> 0),
              Column.of("benchmark", STRING, "Name of the held-out set", r -> "")),
          List.of(
              Column.of("problem_id", STRING, "Problem", EvaluationRow::problemId),
              Column.of("sample", INT, "Number of the answer, from 0", EvaluationRow::sample),
              Column.of("correct", BOOLEAN, "Verified as correct", EvaluationRow::correct),
              Column.of("tokens", INT, "Completion tokens", EvaluationRow::tokens),
              Column.of("completion", STRING, "Text sampled", EvaluationRow::completion),
              Column.nullable(
                  "extracted",
                  STRING,
                  "Answer found in the completion",
                  r -> r.extracted().orElse(null)),
              Column.of("reason", STRING, "Why the verifier decided so", EvaluationRow::reason),
              Column.of(
                  "finish_reason",
                  STRING,
                  "stop: the model ended it; length: the token limit did",
                  EvaluationRow::finishReason)));

  public static final Table<ForecastRow> RUN_FORECASTS =
      new Table<>(
          "run_forecasts",
          "What a run expected of its own remaining steps when it was evaluated.",
          List.of(
              Column.of("run_id", STRING, "Name of the run", r -> ""),
              Column.of("step", INT, "Step after which it was made", r -> 0)),
          List.of(
              Column.of("benchmark", STRING, "Held-out set it is about", ForecastRow::benchmark),
              Column.of(
                  "final_loss",
                  DOUBLE,
                  "Predicted test loss at the last step; NaN: too few evaluations",
                  ForecastRow::finalLoss),
              Column.of("low", DOUBLE, "Lower end of its 95 % interval", ForecastRow::low),
              Column.of("high", DOUBLE, "Upper end", ForecastRow::high),
              Column.of(
                  "compute_worth_spending",
                  DOUBLE,
                  "FLOP from here until the predicted gain is no longer worth it",
                  ForecastRow::computeWorthSpending),
              Column.of("advice", STRING, "go, stop or wait", ForecastRow::advice),
              Column.of("reason", STRING, "The advice in words", ForecastRow::reason)));

  /** All tables, in the order in which a commit writes them. */
  public static final List<Table<?>> ALL =
      List.of(RUNS, PROBLEMS, TRAJECTORIES, STEPS, EVALUATIONS, RUN_FORECASTS);

  private Tables() {}
}
