package io.gradus.jobs.train;

import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.GrpoConfig.ZeroVariance;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.inference.Benchmarks;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.rollout.RolloutStage;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.train.Group.OldScores;
import io.gradus.training.grpo.DivergedUpdateException;
import io.gradus.training.grpo.Kl;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One step of GRPO (group relative policy optimisation; Shao et al., arXiv 2402.03300) from prompts
 * to weights: {@link #run} has all of it, top to bottom. A step depends on the run's settings, its
 * number and the policy that the step before left, and on nothing else.
 *
 * <p>Its defaults differ from GRPO as published in these points; {@code docs/recipes.md} has the
 * settings of other recipes.
 *
 * <ul>
 *   <li>Rewards come from rules that verify an answer, one a completion; there is no reward model
 *       and no reward of single reasoning steps.
 *   <li>Advantage: (r − mean) / (standard deviation + 1e-6) with the unbiased deviation, as verl
 *       has it. A group whose rewards are all equal has advantage 0 and stays in the mini-batch:
 *       nothing is sampled in its place, and its tokens count in the mean. {@code
 *       rollout.dynamic-sampling} and {@code grpo.zero-variance} change that.
 *   <li>Loss: the mean over all tokens of a mini-batch, as verl has it, so that long completions
 *       weigh more. {@code grpo.aggregation = seq-mean-token-mean} gives the published mean over
 *       completions of the mean over each one's tokens.
 *   <li>Old logprobs are not the sampler's but those of the trainer's precision, so the ratio of
 *       the first mini-batch is exactly 1. That mini-batch takes them from the pass that learns;
 *       for later ones the task that sampled scores its rollouts again. {@code grpo.old-logprobs =
 *       sampler} takes the sampler's and spares that pass. The gap between the two is recorded, and
 *       corrected for by {@code grpo.correction}.
 *   <li>Where {@code rollout.top-p} or {@code top-k} cut the distribution that tokens are drawn
 *       from, logprobs are still those of the whole one.
 *   <li>KL: the published k3 estimate in the loss, with weight 0.001 in place of 0.04, against the
 *       initial policy for the whole run; the published algorithm takes a new reference after each
 *       round, as {@code grpo.reference-refresh} does. Nothing is clamped. With weight 0 no
 *       reference is held or asked.
 *   <li>Clipping: 1 ± 0.2 on both sides; no second clip of negative advantages, which verl has.
 *   <li>A step takes one AdamW step a mini-batch of its prompts, {@code grpo.epochs} times over, at
 *       a constant learning rate; where mini-batches are smaller than the step, all but the first
 *       learn from a policy that has moved. Weight decay is on every weight.
 *   <li>Completions that the length limit cut off are graded and learnt from like the others.
 * </ul>
 *
 * <p>Random numbers are keyed by seed, step, problem, sample and token, so neither partitions nor
 * repeated tasks change what is sampled.
 */
final class GrpoStep {
  private final TrainConfig config;
  private final RunSetup setup;
  private final RunPlans plans;
  private final StepSampler sampler;
  private final Benchmarks benchmarks;
  private final Trainer trainer;
  private final References references;

  private Totals totals;
  private PolicyVersion policy;

  /**
   * Steps of a run, which start from the trainer's present weights.
   *
   * @param step after which these weights are, 0 for the initial ones
   * @param totals of the steps up to it
   * @param references of the KL term
   */
  GrpoStep(
      JavaSparkContext spark,
      TrainConfig config,
      RunSetup setup,
      Trainer trainer,
      int step,
      Totals totals,
      References references) {
    this.config = config;
    this.setup = setup;
    this.plans = new RunPlans(spark, config, setup);
    RolloutStage stage = new RolloutStage(spark);
    this.sampler = new StepSampler(config, setup, plans, stage);
    this.benchmarks =
        new Benchmarks(stage, setup.benchmarks(), config.evaluate().promptsPerBatch());
    this.trainer = trainer;
    this.references = references;
    this.totals = totals;
    this.policy = publish(step);
  }

  /**
   * Runs one step, 1 being the first, and the evaluation after it if that is due.
   *
   * @param commitSeconds what a commit since the step before took
   */
  StepResult run(int step, double commitSeconds) {
    final long begin = System.nanoTime();

    // Sample, verify and score. Executors draw a group of completions of each of the step's prompts
    // from the policy that the step before left, grade them against the gold answers, and take the
    // logprobs of their tokens under the reference and, for all but the first mini-batch, under
    // that policy. Rollouts come back in the order of the curriculum, then of samples; with dynamic
    // sampling, until enough groups have a signal.
    StepSampler.Sampled sampled =
        sampler.sample(step, totals.drawn(), policy, references.current());

    // Advantages: each completion's reward against those of its group, or of the batch.
    GrpoConfig grpo = config.grpo();
    final Kl kl = grpo.update().loss().kl();
    List<Group> groups = Group.of(sampled.kept(), grpo.advantage(), kl);
    final long sampledAt = System.nanoTime();

    // Update, on the driver or by a gang: loss, gradient and AdamW, mini-batch by mini-batch.
    final double rate = grpo.schedule().at(step - 1);
    final Recorder recorder =
        new Recorder(step, kl, rate, sampled, begin, sampledAt, commitSeconds);
    UpdateSummary summary;
    try {
      summary = trainer.update(step, grpo.update().at(rate), trajectories(groups));
    } catch (DivergedUpdateException e) {
      return recorder.diverged(groups, e);
    }

    final long learnt = System.nanoTime();

    // Publish: from here on executors sample with the new weights.
    policy = publish(step);
    references.stepped(step);
    final long updated = System.nanoTime();

    // Evaluate on held-out problems, if that is due.
    Map<String, List<EvaluationRow>> evaluations =
        config.evaluate().isDue(step, config.steps()) ? evaluate(step) : Map.of();
    final long end = System.nanoTime();

    // Record. Rows are committed by TrainJob, together with the checkpoint.
    return recorder.done(groups, summary, new Ends(learnt, updated, end), evaluations);
  }

  /** When the update, publishing, and the evaluation ended, by {@link System#nanoTime}. */
  private record Ends(long learnt, long updated, long end) {}

  /** Makes a step's record. */
  private final class Recorder {
    private final int step;
    private final Kl kl;
    private final double rate;
    private final StepSampler.Sampled sampled;
    private final long begin;
    private final long sampledAt;
    private final double commitSeconds;

    Recorder(
        int step,
        Kl kl,
        double rate,
        StepSampler.Sampled sampled,
        long begin,
        long sampledAt,
        double commitSeconds) {
      this.step = step;
      this.kl = kl;
      this.rate = rate;
      this.sampled = sampled;
      this.begin = begin;
      this.sampledAt = sampledAt;
      this.commitSeconds = commitSeconds;
    }

    StepResult done(
        List<Group> groups,
        UpdateSummary summary,
        Ends ends,
        Map<String, List<EvaluationRow>> evaluations) {
      List<Group> all = withReplaced(groups);
      StepFigures figures = new StepFigures(all, sampled.rounds());
      totals = totals.plus(figures.prompts(), figures.tokens(), sampled.drawn());
      StepRow row = row(figures, summary, ends);
      return new StepResult(
          step, Optional.of(new StepResult.Trained(row, all)), evaluations, Optional.empty());
    }

    /** Of a step whose update failed: totals are those of the step before. */
    StepResult diverged(List<Group> groups, DivergedUpdateException failure) {
      long now = System.nanoTime();
      List<Group> all = withReplaced(groups);
      StepRow row =
          row(new StepFigures(all, sampled.rounds()), failure.summary(), new Ends(now, now, now))
              .diverged(failure.getMessage());
      return new StepResult(
          step, Optional.of(new StepResult.Trained(row, all)), Map.of(), Optional.empty());
    }

    private List<Group> withReplaced(List<Group> groups) {
      List<Group> all = new ArrayList<>(groups);
      sampled.replaced().forEach(rollouts -> all.add(Group.replaced(rollouts)));
      return all;
    }

    private StepRow row(StepFigures figures, UpdateSummary summary, Ends ends) {
      return new StepRow(
          step,
          figures.reward(),
          figures.update(summary, kl, rate),
          figures.lengths(),
          new StepRow.Totals(
              totals.data(), totals.tokens(), 6.0 * setup.record().parameters() * totals.tokens()),
          new StepRow.Seconds(
              (sampledAt - begin) / 1e9,
              sampled.seconds().verify(),
              (ends.updated - sampledAt) / 1e9,
              (ends.end - ends.updated) / 1e9,
              (ends.end - begin) / 1e9,
              new StepRow.Parts(
                  sampled.seconds().load(),
                  sampled.seconds().sample(),
                  sampled.seconds().oldLogprobs(),
                  sampled.seconds().reference(),
                  sampled.seconds().spark(),
                  (ends.updated - ends.learnt) / 1e9,
                  commitSeconds)));
    }
  }

  /**
   * The groups as the update learns from them; the first mini-batch takes its old logprobs from the
   * pass that learns, even where they are known.
   */
  private List<List<Trajectory>> trajectories(List<Group> groups) {
    List<List<Trajectory>> trajectories = new ArrayList<>();
    int first = config.grpo().update().miniBatchPrompts();
    for (Group group : groups) {
      boolean dropped = config.grpo().zeroVariance() == ZeroVariance.DROP && group.isConstant();
      trajectories.add(
          dropped
              ? List.of()
              : group.trajectories(
                  trajectories.size() < first ? OldScores.OF_THE_UPDATE : OldScores.GIVEN));
    }
    return trajectories;
  }

  /** Evaluates the initial policy. */
  StepResult evaluateInitial() {
    return new StepResult(0, Optional.empty(), evaluate(0), Optional.empty());
  }

  /** Prompts and tokens used up to the last step. */
  Totals totals() {
    return totals;
  }

  private PolicyVersion publish(int step) {
    return trainer.publish(config.run().id() + "-" + step);
  }

  private Map<String, List<EvaluationRow>> evaluate(int step) {
    return benchmarks.evaluate(
        name -> config.evaluate().isDue(name, step, config.steps()),
        plans.evaluation(policy, step),
        "evaluation after step " + step);
  }
}
