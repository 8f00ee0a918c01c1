package io.gradus.jobs.train;

import io.gradus.datasets.Problem;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.RolloutConfig;
import io.gradus.jobs.config.Sampling;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.inference.Benchmarks;
import io.gradus.jobs.policy.Computes;
import io.gradus.jobs.policy.PolicyPublisher;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.Samplings;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.rollout.RewardPlans;
import io.gradus.jobs.rollout.RolloutBatch;
import io.gradus.jobs.rollout.RolloutPlan;
import io.gradus.jobs.rollout.RolloutStage;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.ForecastRow;
import io.gradus.jobs.store.StepRow;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.GrpoUpdate;
import io.gradus.training.grpo.UpdateSummary;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The steps of one run. A step is sampled, verified and scored on executors with the policy that
 * the step before left, and learnt from here; it depends on the run's settings, the step's number
 * and that policy alone.
 */
final class TrainLoop {
  private final TrainConfig config;
  private final RunSetup setup;
  private final Learner learner;
  private final PolicyPublisher publisher;
  private final List<PolicyVersion> reference;
  private final RolloutStage stage;
  private final Benchmarks benchmarks;
  private final Broadcast<TokenizerBundle> tokenizer;
  private final Rewards rewards;
  private final String decidingPart;

  private Totals totals;
  private PolicyVersion policy;

  /** Prompts consumed D, training tokens T: what a checkpoint keeps beside the weights. */
  record Totals(long data, long tokens) {
    private static final String DATA = "data";
    private static final String TOKENS = "tokens";

    static Totals of(Map<String, Double> counters) {
      return new Totals(
          counters.getOrDefault(DATA, 0.0).longValue(),
          counters.getOrDefault(TOKENS, 0.0).longValue());
    }

    Map<String, Double> counters() {
      return new TreeMap<>(Map.of(DATA, (double) data, TOKENS, (double) tokens));
    }
  }

  /**
   * What a step leaves.
   *
   * @param row its record, for every step but the initial evaluation
   * @param records its rollouts, likewise
   * @param evaluations rows by benchmark, where evaluation was due
   * @param forecasts what the run expects of its remaining steps, after an evaluation
   */
  record Step(
      int step,
      List<StepRow> row,
      List<StepRecords> records,
      Map<String, List<EvaluationRow>> evaluations,
      List<ForecastRow> forecasts) {
    Step with(List<ForecastRow> made) {
      return new Step(step, row, records, evaluations, made);
    }
  }

  TrainLoop(
      JavaSparkContext spark,
      TrainConfig config,
      RunSetup setup,
      Learner learner,
      Totals totals,
      PolicyPublisher publisher,
      List<PolicyVersion> reference) {
    this.config = config;
    this.setup = setup;
    this.learner = learner;
    this.totals = totals;
    this.publisher = publisher;
    this.reference = reference;
    this.stage = new RolloutStage(spark);
    this.benchmarks =
        new Benchmarks(stage, setup.benchmarks(), config.evaluate().promptsPerBatch());
    this.tokenizer = spark.broadcast(setup.tokenizer());
    this.rewards = Rewards.of(RewardPlans.settings(config.reward()));
    this.decidingPart = RewardPlans.decidingPart(config.reward());
  }

  Totals totals() {
    return totals;
  }

  /** Publishes the learner's weights as they are after {@code step}. */
  void publish(int step) {
    policy = publisher.publish(learner.policy(), config.run().id() + "-" + step);
  }

  /** Evaluates the initial policy. */
  Step evaluateInitial() {
    return new Step(0, List.of(), List.of(), evaluate(0), List.of());
  }

  /** Runs one step, 1 being the first, and the evaluation after it if that is due. */
  Step run(int step) {
    long start = System.nanoTime();
    RolloutStage.Result rollouts =
        stage.run(
            items(step),
            config.rollout().promptsPerBatch(),
            trainingPlan(step),
            "step " + step + " rollouts");
    StepRecords records = new StepRecords(rollouts.rollouts(), config.rollout().groupSize());
    long sampled = System.nanoTime();
    UpdateSummary summary = new GrpoUpdate(learner, settings()).run(records.trajectories());
    publish(step);
    long updated = System.nanoTime();
    totals = new Totals(totals.data() + records.prompts(), totals.tokens() + records.tokens());
    Map<String, List<EvaluationRow>> evaluations =
        config.evaluate().isDue(step, config.steps()) ? evaluate(step) : Map.of();
    long end = System.nanoTime();
    StepRow row =
        new StepRow(
            step,
            records.reward(),
            records.update(summary, config.grpo().learningRate()),
            records.lengths(),
            new StepRow.Totals(
                totals.data(),
                totals.tokens(),
                6.0 * setup.record().parameters() * totals.tokens()),
            new StepRow.Seconds(
                (sampled - start) / 1e9,
                rollouts.verifySeconds(),
                (updated - sampled) / 1e9,
                (end - updated) / 1e9,
                (end - start) / 1e9));
    return new Step(step, List.of(row), List.of(records), evaluations, List.of());
  }

  private List<RolloutBatch.Item> items(int step) {
    List<EncodedProblem> batch = new ArrayList<>();
    for (Problem problem : setup.curriculum().batch(step - 1L, config.grpo().prompts())) {
      batch.add(setup.prompts().get(problem.id()));
    }
    return EncodedProblem.items(batch);
  }

  private RolloutPlan trainingPlan(int step) {
    RolloutConfig rollout = config.rollout();
    return new RolloutPlan(
        policy,
        Computes.cpu(rollout.threads(), rollout.dtype()),
        config.device().rollouts(),
        settings(rollout.groupSize(), rollout.sampling()),
        new RolloutKey(config.seed(), "train", step),
        tokenizer,
        rewards,
        decidingPart,
        List.of(
            new RolloutPlan.Scoring(
                Computes.cpu(rollout.threads(), config.grpo().dtype()),
                reference,
                config.grpo().microBatchTokens())));
  }

  private Map<String, List<EvaluationRow>> evaluate(int step) {
    EvaluateConfig evaluate = config.evaluate();
    RolloutConfig rollout = config.rollout();
    return benchmarks.evaluate(
        name -> evaluate.isDue(name, step, config.steps()),
        new RolloutPlan(
            policy,
            Computes.cpu(rollout.threads(), rollout.dtype()),
            config.device().rollouts(),
            settings(evaluate.samples(), evaluate.sampling()),
            new RolloutKey(config.seed(), "evaluate", step),
            tokenizer,
            rewards,
            decidingPart,
            List.of()),
        "evaluation after step " + step);
  }

  private RolloutSettings settings(int samples, Sampling sampling) {
    return new RolloutSettings(
        samples, Samplings.of(sampling), sampling.maxTokens(), setup.stopIds());
  }

  private GrpoSettings settings() {
    GrpoConfig grpo = config.grpo();
    return new GrpoSettings(
        grpo.miniBatch(),
        grpo.epochs(),
        grpo.microBatchTokens(),
        new AdamW(
            grpo.learningRate(),
            grpo.betas().get(0),
            grpo.betas().get(1),
            grpo.epsilon(),
            grpo.weightDecay(),
            grpo.maxGradNorm()),
        new GrpoLoss(
            grpo.clipRange(),
            grpo.clipRange(),
            grpo.klCoefficient(),
            config.rollout().sampling().temperature()),
        Aggregation.valueOf(grpo.aggregation().name()));
  }

  /** Benchmarks' accuracies of a step that was evaluated. */
  static Map<String, Double> accuracies(Map<String, List<EvaluationRow>> evaluations) {
    Map<String, Double> accuracies = new TreeMap<>();
    evaluations.forEach((name, rows) -> accuracies.put(name, Benchmarks.accuracy(rows)));
    return accuracies;
  }
}
