package io.gradus.jobs.inference;

import io.gradus.datasets.Problem;
import io.gradus.datasets.SparkTable;
import io.gradus.datasets.StagedDirectory;
import io.gradus.datasets.importing.GoldCheck;
import io.gradus.files.table.Table;
import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.jobs.config.RewardConfig;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.policy.DeviceCheck;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.problems.Golds;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.problems.PromptEncoder;
import io.gradus.jobs.problems.PromptEncoder.Encoded;
import io.gradus.jobs.problems.PromptRoom;
import io.gradus.jobs.problems.PromptSummary;
import io.gradus.jobs.rollout.RolloutPlan;
import io.gradus.jobs.rollout.RolloutStage;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.SharedPaths;
import io.gradus.jobs.store.Tables;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.rewards.grading.Rewards;
import io.gradus.rewards.rules.GridPuzzle;
import io.gradus.rewards.rules.GridPuzzle.Cells;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.rollout.RolloutKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Answers held-out problems with a model and estimates how often it is right. */
public final class EvaluateJob {
  /** The answers that {@link #write} writes: evaluations without what a store's folders say. */
  public static final Table<EvaluationRow> ANSWERS =
      new Table<>(
          "answers",
          "What `evaluate --out` writes: one answer.",
          List.of(),
          Tables.EVALUATIONS.columns());

  private EvaluateJob() {}

  /**
   * What to evaluate.
   *
   * @param golds what becomes of problems whose gold answers cannot be compared with
   * @param lengthKey what errors call the longest completion; empty if nobody gave one: then it is
   *     as long as the model's positions allow, if that is less
   * @param samples completions a problem
   * @param promptsPerBatch problems sampled together
   * @param threads libtorch threads of one task
   * @param device of sampling
   * @param stopIds token ids that end a completion beside the model's own
   * @param seed keys the sampling
   */
  public record Request(
      Path model,
      ProblemSource problems,
      GoldCheck.Policy golds,
      PromptConfig prompt,
      RewardConfig reward,
      SamplingConfig sampling,
      Optional<String> lengthKey,
      int samples,
      int promptsPerBatch,
      Dtype dtype,
      int threads,
      DeviceConfig.Choice device,
      List<Integer> stopIds,
      long seed) {}

  /**
   * What came of it.
   *
   * @param problems problems answered
   * @param tooLong problems left out because their prompts are too long
   * @param passAtK for k = 1, 2, 4 … up to the number of samples
   * @param meanTokens mean length of a completion
   * @param cells of logic puzzles, right ones and all, over all answers
   * @param rows by problem and sample
   */
  public record Report(
      int problems,
      int tooLong,
      List<PassAtK> passAtK,
      double meanTokens,
      Optional<Cells> cells,
      List<EvaluationRow> rows) {
    private Report with(Optional<Cells> counted) {
      return new Report(problems, tooLong, passAtK, meanTokens, counted, rows);
    }
  }

  /**
   * Evaluates.
   *
   * @param notes is told in a line each what a user should know before it begins
   * @throws IllegalArgumentException if no problem can be used, with the reason
   */
  public static Report run(SparkSession spark, Request request, Consumer<String> notes)
      throws IOException {
    ProblemLoader loader = new ProblemLoader(spark);
    List<Problem> problems = loader.load(request.problems(), "test", Set.of(), request.golds());
    loader.notes().forEach(notes);
    Golds.obstacle(problems, request.problems().grading(), request.reward())
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException(
                  request.problems().location() + " is skipped: " + obstacle);
            });
    DeviceCheck.ofTasks(JavaSparkContext.fromSparkContext(spark.sparkContext()), request.device())
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException("device.rollouts: " + obstacle);
            });
    ModelSession.requireStopIds(
        request.stopIds(), ModelConfig.read(request.model().resolve("config.json")).vocabSize());
    Encoded encoded =
        new PromptEncoder(TokenizerBundle.read(request.model()).tokenizer(), request.prompt())
            .encode(problems, request.problems().grading());
    if (encoded.kept().isEmpty()) {
      throw new IllegalArgumentException(
          "problems.prompt.max-tokens = "
              + request.prompt().maxTokens()
              + " leaves no prompt to evaluate");
    }
    SamplingConfig sampling = withinRoom(request, encoded);
    try (ModelSession session =
        ModelSession.open(
            spark,
            request.model(),
            request.dtype(),
            request.threads(),
            request.device(),
            request.stopIds())) {
      RolloutPlan plan =
          session.plan(
              request.samples(),
              sampling,
              new RolloutKey(request.seed(), "evaluate", 0),
              Rewards.of(request.reward().settings()),
              request.reward().decidingPart(),
              request.prompt().options().answerPrefix());
      new PromptSummary(session.tokenizer(), request.prompt(), session.stopIds())
          .lines(room(request, encoded), sampling.maxTokens())
          .forEach(notes);
      Benchmarks benchmarks =
          new Benchmarks(
              new RolloutStage(session.spark()),
              Map.of("test", encoded.kept()),
              request.promptsPerBatch());
      List<EvaluationRow> rows = benchmarks.evaluate(name -> true, plan, "evaluation").get("test");
      Report report = report(rows, request.samples(), encoded.tooLong());
      return report.with(cells(rows, encoded.kept()));
    }
  }

  private static PromptRoom room(Request request, Encoded encoded) throws IOException {
    ModelConfig model = ModelConfig.read(request.model().resolve("config.json"));
    return PromptRoom.of(encoded.kept(), model.maxPositions());
  }

  /** Sampling with completions for which the model has room. */
  private static SamplingConfig withinRoom(Request request, Encoded encoded) throws IOException {
    PromptRoom room = room(request, encoded);
    int maxTokens = request.sampling().maxTokens();
    if (maxTokens <= room.tokens()) {
      return request.sampling();
    }
    if (room.tokens() < 1) {
      throw new IllegalArgumentException(
          "problems.prompt.max-tokens = %d, expected less than %d, the model's positions, since the longest prompt has %d tokens"
              .formatted(request.prompt().maxTokens(), room.positions(), room.longest()));
    }
    if (request.lengthKey().isPresent()) {
      throw new IllegalArgumentException(
          "%s = %d, expected %s".formatted(request.lengthKey().get(), maxTokens, room.expected()));
    }
    return request.sampling().atMost(room.tokens());
  }

  /** Right cells over all answers to puzzles; empty where there are none. */
  private static Optional<Cells> cells(List<EvaluationRow> rows, List<EncodedProblem> problems) {
    Map<String, Gold> puzzles = new HashMap<>();
    for (EncodedProblem encoded : problems) {
      if (encoded.gold().rule() == GradingRule.GRID) {
        puzzles.put(encoded.problem().id(), encoded.gold());
      }
    }
    return rows.stream()
        .filter(row -> puzzles.containsKey(row.problemId()))
        .flatMap(
            row ->
                GridPuzzle.cells(puzzles.get(row.problemId()).answer(), row.completion()).stream())
        .reduce(Cells::plus);
  }

  static Report report(List<EvaluationRow> rows, int samples, int tooLong) {
    Map<String, Integer> correct = new LinkedHashMap<>();
    for (EvaluationRow row : rows) {
      correct.merge(row.problemId(), row.correct() ? 1 : 0, Integer::sum);
    }
    int[] counts = correct.values().stream().mapToInt(Integer::intValue).toArray();
    List<PassAtK> passAtK = new ArrayList<>();
    for (int k = 1; k <= samples; k *= 2) {
      passAtK.add(PassAtK.of(counts, samples, k));
    }
    double tokens = rows.stream().mapToInt(EvaluationRow::tokens).average().orElse(0);
    return new Report(counts.length, tooLong, passAtK, tokens, Optional.empty(), rows);
  }

  /**
   * Writes a report's rows as one Parquet folder, whole or not at all.
   *
   * @throws IllegalArgumentException if the folder holds something
   */
  public static void write(SparkSession spark, Report report, String folder) {
    SharedPaths.require(JavaSparkContext.fromSparkContext(spark.sparkContext()), "--out", folder);
    List<Row> rows = report.rows().stream().map(answer -> SparkTable.row(ANSWERS, answer)).toList();
    StructType schema = SparkTable.schema(ANSWERS);
    StagedDirectory.write(
        spark.sparkContext().hadoopConfiguration(),
        folder,
        staging -> spark.createDataFrame(rows, schema).coalesce(1).write().parquet(staging));
  }
}
