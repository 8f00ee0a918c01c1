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

  public static final Table<StepRow> STEPS = StepsTable.TABLE;

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
