package io.gradus.training.grpo;

import io.gradus.training.model.Learner;
import io.gradus.training.model.Learner.Pass;
import io.gradus.training.model.MicroBatches;
import io.gradus.training.model.MicroBatches.Range;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes a policy with one step's groups of trajectories.
 *
 * <p>Groups are taken in the order given, mini-batch by mini-batch; gradients are summed in that
 * order, so the result depends on nothing else. No pass is made that nothing needs: in the first
 * mini-batch of a step the old policy is the policy itself, so its logprobs come from the pass that
 * learns, and serve for later epochs.
 */
public final class GrpoUpdate {
  private final Learner learner;
  private final GrpoSettings settings;

  public GrpoUpdate(Learner learner, GrpoSettings settings) {
    this.learner = learner;
    this.settings = settings;
  }

  /**
   * Takes one optimiser step for every mini-batch of every epoch.
   *
   * @param groups the trajectories of each prompt, none of one that is left out; with {@link
   *     OldLogprobs#RECOMPUTED} those of all but the first mini-batch with their scores
   * @throws DivergedUpdateException if a loss, a gradient's norm or a weight is not finite; the
   *     learner is then of no use, since it may be some optimiser steps further
   */
  public UpdateSummary run(List<List<Trajectory>> groups) {
    List<MiniBatch> miniBatches = MiniBatch.cut(groups, settings);
    GrpoSums sums = GrpoSums.ZERO;
    double norms = 0;
    long tokens = 0;
    int steps = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int i = 0; i < miniBatches.size(); i++) {
        MiniBatch miniBatch = miniBatches.get(i);
        Accumulated accumulated = accumulate(miniBatch, steps == 0);
        if (steps == 0) {
          miniBatches.set(0, miniBatch.withScores(accumulated.scores()));
        }
        sums = sums.plus(accumulated.sums());
        tokens += miniBatch.tokens();
        double loss = accumulated.sums().loss();
        double norm = Double.isFinite(loss) ? step() : Double.NaN;
        norms += norm;
        steps++;
        if (!Double.isFinite(norm)) {
          String what =
              Double.isFinite(loss)
                  ? "the norm of the gradient is not finite"
                  : "the loss is " + loss;
          throw diverged(what, UpdateSummary.of(steps, sums, tokens, norms, begin(miniBatches)));
        }
      }
    }
    UpdateSummary summary = UpdateSummary.of(steps, sums, tokens, norms, begin(miniBatches));
    if (!learner.policy().isFinite()) {
      throw diverged("a weight is not finite", summary);
    }
    return summary;
  }

  /** Takes an optimiser step and returns the gradient's norm, NaN if it is not finite. */
  private double step() {
    try {
      return learner.step(settings.optimizer());
    } catch (ArithmeticException e) {
      return Double.NaN;
    }
  }

  /**
   * Names the optimiser step that failed.
   *
   * @param tried with that step as the last one
   */
  private static DivergedUpdateException diverged(String what, UpdateSummary tried) {
    return new DivergedUpdateException(
        "%s at the step's optimiser step %d".formatted(what, tried.optimizerSteps()),
        tried.withOptimizerSteps(tried.optimizerSteps() - 1));
  }

  private static SamplerGap begin(List<MiniBatch> miniBatches) {
    return SamplerGap.of(
        miniBatches.stream().flatMap(miniBatch -> miniBatch.trajectories().stream()).toList());
  }

  /** What one mini-batch gave: the loss's sums, and the scores of each trajectory. */
  record Accumulated(GrpoSums sums, List<Scores> scores) {}

  /**
   * Gathers the gradient of one mini-batch, micro-batch by micro-batch.
   *
   * @param first whether the policy is still the one that the step began with
   */
  Accumulated accumulate(MiniBatch miniBatch, boolean first) {
    List<Trajectory> trajectories = miniBatch.trajectories();
    boolean scored = trajectories.stream().allMatch(t -> t.scores().isPresent());
    boolean onPolicy = first && !scored && settings.oldLogprobs() == OldLogprobs.RECOMPUTED;
    GrpoSums sums = GrpoSums.ZERO;
    List<Scores> scores = new ArrayList<>();
    List<Sequence> sequences = trajectories.stream().map(Trajectory::sequence).toList();
    int budget = learner.microBatchTokens(settings.microBatchTokens());
    for (Range range : MicroBatches.split(sequences, budget)) {
      TokenBatch batch = new TokenBatch(sequences.subList(range.from(), range.to()));
      GrpoTokens tokens = tokens(miniBatch, range, onPolicy);
      GrpoLoss loss = settings.loss();
      Pass pass = learner.accumulate(batch, onPolicy ? loss.onPolicy(tokens) : loss.over(tokens));
      sums = sums.plus(GrpoSums.of(pass.sums()));
      scores.addAll(pass.scores().of(batch));
    }
    return new Accumulated(sums, scores);
  }

  private GrpoTokens tokens(MiniBatch miniBatch, Range range, boolean onPolicy) {
    List<Trajectory> microBatch = miniBatch.trajectories().subList(range.from(), range.to());
    int length = (int) MiniBatch.tokens(microBatch);
    float[] weights = new float[length];
    float[] advantages = new float[length];
    float[] old = new float[length];
    float[] reference = new float[length];
    float[] sampler = new float[length];
    int at = 0;
    for (int i = 0; i < microBatch.size(); i++) {
      Trajectory trajectory = microBatch.get(i);
      int tokens = trajectory.tokens();
      Arrays.fill(weights, at, at + tokens, miniBatch.weights().get(range.from() + i));
      Arrays.fill(advantages, at, at + tokens, trajectory.advantage());
      if (!onPolicy) {
        System.arraycopy(oldLogprobs(trajectory), 0, old, at, tokens);
      }
      if (trajectory.referenceLogprobs().isPresent()) {
        System.arraycopy(trajectory.referenceLogprobs().get(), 0, reference, at, tokens);
      } else if (settings.loss().kl().inLoss() != 0) {
        throw missing(trajectory, "reference logprobs, which the KL term needs");
      }
      System.arraycopy(trajectory.rollout().logprobs(), 0, sampler, at, tokens);
      at += tokens;
    }
    int[] lengths = microBatch.stream().mapToInt(Trajectory::tokens).toArray();
    return new GrpoTokens(weights, advantages, old, reference, sampler, lengths);
  }

  private float[] oldLogprobs(Trajectory trajectory) {
    if (settings.oldLogprobs() == OldLogprobs.SAMPLER) {
      return trajectory.rollout().logprobs();
    }
    return trajectory
        .scores()
        .orElseThrow(() -> missing(trajectory, "old logprobs, which later mini-batches need"))
        .logprobs();
  }

  private static IllegalArgumentException missing(Trajectory trajectory, String what) {
    return new IllegalArgumentException(
        "Sample %d of problem %s has no %s"
            .formatted(trajectory.rollout().sample(), trajectory.rollout().problemId(), what));
  }
}
