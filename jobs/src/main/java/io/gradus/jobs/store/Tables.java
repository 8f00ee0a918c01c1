package io.gradus.jobs.store;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The tables that runs write: every column with its type and meaning. Readers and documentation
 * take them from here.
 */
public final class Tables {
  private static final DataType TOKENS = DataTypes.createArrayType(IntegerType, false);
  private static final DataType LOGPROBS = DataTypes.createArrayType(FloatType, false);
  private static final DataType PARTS = DataTypes.createMapType(StringType, DoubleType, false);

  public static final Table<RunRecord> RUNS =
      new Table<>(
          "runs",
          "One run, as it was when it began.",
          List.of(),
          List.of(
              Column.of("run_id", StringType, "Name of the run", RunRecord::runId),
              Column.of("family", StringType, "Models that differ only in size", RunRecord::family),
              Column.of("variant", StringType, "base or instruct", RunRecord::variant),
              Column.of("model", StringType, "Where the initial model was", RunRecord::model),
              Column.of(
                  "model_digest",
                  StringType,
                  "SHA-256 of the initial model",
                  RunRecord::modelDigest),
              Column.of("params", LongType, "N: non-embedding parameters", RunRecord::parameters),
              Column.of(
                  "dataset", StringType, "Where the training problems were", RunRecord::dataset),
              Column.of(
                  "problems_digest",
                  StringType,
                  "SHA-256 of the training problems in their order",
                  RunRecord::problemsDigest),
              Column.of("tau", IntegerType, "Reuse factor", RunRecord::tau),
              Column.of("group_size", IntegerType, "Completions per prompt", RunRecord::groupSize),
              Column.of("seed", LongType, "Seed", RunRecord::seed),
              Column.of("config", StringType, "Every setting, as JSON", RunRecord::config),
              Column.of("description", StringType, "The user's words", RunRecord::description),
              Column.of("gradus", StringType, "Version of Gradus", r -> r.environment().gradus()),
              Column.of("spark", StringType, "Version of Spark", r -> r.environment().spark()),
              Column.of("java", StringType, "Java virtual machine", r -> r.environment().java()),
              Column.of(
                  "libtorch", StringType, "Version of libtorch", r -> r.environment().libtorch()),
              Column.of(
                  "platform",
                  StringType,
                  "Operating system and processor type",
                  r -> r.environment().platform()),
              Column.of(
                  "rollout_threads",
                  IntegerType,
                  "Threads of the tensor library in a rollout task",
                  r -> r.environment().rolloutThreads()),
              Column.of(
                  "update_threads",
                  IntegerType,
                  "Threads of the tensor library in the update",
                  r -> r.environment().updateThreads()),
              Column.of(
                  "created", TimestampType, "When the run began", r -> r.environment().created())));

  public static final Table<Problem> PROBLEMS = problems();

  public static final Table<TrajectoryRow> TRAJECTORIES =
      new Table<>(
          "trajectories",
          "One rollout of a GRPO step.",
          List.of(
              Column.of("run_id", StringType, "Name of the run", r -> ""),
              Column.of("step", IntegerType, "GRPO step it was sampled for, from 1", r -> 0)),
          List.of(
              Column.of(
                  "position",
                  IntegerType,
                  "Place of its prompt in the step",
                  TrajectoryRow::position),
              Column.of("problem_id", StringType, "Problem", TrajectoryRow::problemId),
              Column.of(
                  "sample", IntegerType, "Number within its group, from 0", TrajectoryRow::sample),
              Column.of(
                  "policy_step",
                  IntegerType,
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
              Column.of("completion", StringType, "Text sampled", TrajectoryRow::completion),
              Column.nullable(
                  "extracted",
                  StringType,
                  "Answer found in the completion",
                  r -> r.extracted().orElse(null)),
              Column.of("reward", DoubleType, "Reward", TrajectoryRow::reward),
              Column.of(
                  "reward_parts", PARTS, "Reward by reward function", TrajectoryRow::rewardParts),
              Column.of("reason", StringType, "Why the verifier decided so", TrajectoryRow::reason),
              Column.of(
                  "advantage", DoubleType, "Advantage within its group", TrajectoryRow::advantage),
              Column.of(
                  "finish_reason",
                  StringType,
                  "stop: the model ended it; length: the token limit did",
                  TrajectoryRow::finishReason)));

  public static final Table<StepRow> STEPS =
      new Table<>(
          "steps",
          "One GRPO step.",
          List.of(Column.of("run_id", StringType, "Name of the run", r -> "")),
          List.of(
              Column.of("step", IntegerType, "Step, from 1", StepRow::step),
              Column.of("reward_mean", DoubleType, "Mean reward", r -> r.reward().mean()),
              Column.of(
                  "reward_std", DoubleType, "Standard deviation of rewards", r -> r.reward().std()),
              Column.of(
                  "groups_without_signal",
                  DoubleType,
                  "Share of groups whose rewards are all equal",
                  r -> r.reward().groupsWithoutSignal()),
              Column.of(
                  "reward_faults",
                  IntegerType,
                  "Failures of reward functions and rules; each counts as reward 0",
                  r -> r.reward().faults()),
              Column.of(
                  "optimizer_steps",
                  IntegerType,
                  "Optimiser steps",
                  r -> r.update().optimizerSteps()),
              Column.of("loss", DoubleType, "Policy loss plus weighted KL", r -> r.update().loss()),
              Column.of(
                  "policy_loss", DoubleType, "Clipped policy loss", r -> r.update().policyLoss()),
              Column.of(
                  "kl",
                  DoubleType,
                  "k3 estimate of KL from the initial policy",
                  r -> r.update().kl()),
              Column.of(
                  "clip_fraction",
                  DoubleType,
                  "Share of tokens clipped",
                  r -> r.update().clipFraction()),
              Column.of(
                  "entropy", DoubleType, "Mean entropy per token, nats", r -> r.update().entropy()),
              Column.of(
                  "gradient_norm",
                  DoubleType,
                  "Mean norm of the gradient before clipping",
                  r -> r.update().gradientNorm()),
              Column.of(
                  "learning_rate", DoubleType, "Learning rate", r -> r.update().learningRate()),
              Column.of(
                  "logprob_gap_mean",
                  DoubleType,
                  "Mean absolute difference of rollout and trainer logprobs",
                  r -> r.update().logprobGapMean()),
              Column.of(
                  "logprob_gap_max",
                  DoubleType,
                  "Largest absolute difference of rollout and trainer logprobs",
                  r -> r.update().logprobGapMax()),
              Column.of(
                  "prompt_tokens",
                  LongType,
                  "Prompt tokens, once for every completion",
                  r -> r.lengths().promptTokens()),
              Column.of(
                  "completion_tokens",
                  LongType,
                  "Completion tokens",
                  r -> r.lengths().completionTokens()),
              Column.of(
                  "completion_mean",
                  DoubleType,
                  "Mean completion length, tokens",
                  r -> r.lengths().completionMean()),
              Column.of(
                  "completion_max",
                  IntegerType,
                  "Longest completion, tokens",
                  r -> r.lengths().completionMax()),
              Column.of(
                  "truncated",
                  DoubleType,
                  "Share of completions cut at the token limit",
                  r -> r.lengths().truncated()),
              Column.of("data", LongType, "D: prompts consumed so far", r -> r.totals().data()),
              Column.of(
                  "tokens", LongType, "T: tokens trained on so far", r -> r.totals().tokens()),
              Column.of(
                  "compute",
                  DoubleType,
                  "C = 6·N·T so far, floating-point operations",
                  r -> r.totals().compute()),
              Column.of(
                  "seconds_rollout",
                  DoubleType,
                  "Wall time of sampling",
                  r -> r.seconds().rollout()),
              Column.of(
                  "seconds_reward",
                  DoubleType,
                  "Time of verification, summed over tasks",
                  r -> r.seconds().reward()),
              Column.of(
                  "seconds_update",
                  DoubleType,
                  "Wall time of the update",
                  r -> r.seconds().update()),
              Column.of(
                  "seconds_evaluate",
                  DoubleType,
                  "Wall time of evaluation",
                  r -> r.seconds().evaluate()),
              Column.of(
                  "seconds_total",
                  DoubleType,
                  "Wall time of the step before its commit",
                  r -> r.seconds().total())));

  public static final Table<EvaluationRow> EVALUATIONS =
      new Table<>(
          "evaluations",
          "One answer to a held-out problem.",
          List.of(
              Column.of("run_id", StringType, "Name of the run", r -> ""),
              Column.of(
                  "step", IntegerType, "Step after which the policy stood; 0: initial", r -> 0),
              Column.of("benchmark", StringType, "Name of the held-out set", r -> "")),
          List.of(
              Column.of("problem_id", StringType, "Problem", EvaluationRow::problemId),
              Column.of(
                  "sample", IntegerType, "Number of the answer, from 0", EvaluationRow::sample),
              Column.of("correct", BooleanType, "Verified as correct", EvaluationRow::correct),
              Column.of("tokens", IntegerType, "Completion tokens", EvaluationRow::tokens),
              Column.of("completion", StringType, "Text sampled", EvaluationRow::completion),
              Column.nullable(
                  "extracted",
                  StringType,
                  "Answer found in the completion",
                  r -> r.extracted().orElse(null)),
              Column.of("reason", StringType, "Why the verifier decided so", EvaluationRow::reason),
              Column.of(
                  "finish_reason",
                  StringType,
                  "stop: the model ended it; length: the token limit did",
                  EvaluationRow::finishReason)));

  public static final Table<ForecastRow> RUN_FORECASTS =
      new Table<>(
          "run_forecasts",
          "What a run expected of its own remaining steps when it was evaluated.",
          List.of(
              Column.of("run_id", StringType, "Name of the run", r -> ""),
              Column.of("step", IntegerType, "Step after which it was made", r -> 0)),
          List.of(
              Column.of(
                  "benchmark", StringType, "Held-out set it is about", ForecastRow::benchmark),
              Column.of(
                  "final_loss",
                  DoubleType,
                  "Predicted test loss at the last step; NaN: too few evaluations",
                  ForecastRow::finalLoss),
              Column.of("low", DoubleType, "Lower end of its 95 % interval", ForecastRow::low),
              Column.of("high", DoubleType, "Upper end", ForecastRow::high),
              Column.of(
                  "compute_worth_spending",
                  DoubleType,
                  "FLOP from here until the predicted gain is no longer worth it",
                  ForecastRow::computeWorthSpending),
              Column.of("advice", StringType, "go, stop or wait", ForecastRow::advice),
              Column.of("reason", StringType, "The advice in words", ForecastRow::reason)));

  /** All tables, in the order in which a commit writes them. */
  public static final List<Table<?>> ALL =
      List.of(RUNS, PROBLEMS, TRAJECTORIES, STEPS, EVALUATIONS, RUN_FORECASTS);

  private Tables() {}

  /** Columns and meanings are those of the problems tables that imports make. */
  private static Table<Problem> problems() {
    List<Column<Problem>> columns = new ArrayList<>();
    StructField[] fields = ProblemTable.schema().fields();
    for (int i = 0; i < fields.length; i++) {
      int index = i;
      columns.add(
          new Column<>(
              fields[i].name(),
              fields[i].dataType(),
              fields[i].nullable(),
              fields[i].getComment().getOrElse(() -> ""),
              problem -> ProblemTable.toRow(problem).get(index)));
    }
    Predicate<Column<Problem>> isPartition = c -> Set.of("source", "split").contains(c.name());
    return new Table<>(
        "problems",
        "One problem that a run trained on or was tested with.",
        columns.stream().filter(isPartition).toList(),
        columns.stream().filter(isPartition.negate()).toList());
  }
}
