package io.gradus.training.grpo;

import io.gradus.training.grpo.Share.Found;
import io.gradus.training.grpo.Share.Ratios;
import io.gradus.training.model.Learner;
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
  private final Optimisation optimisation;
  private final GrpoSettings settings;

  /** An update in this process. */
  public GrpoUpdate(Learner learner, GrpoSettings settings) {
    this(new LearnerOptimisation(learner, settings), settings);
  }

  public GrpoUpdate(Optimisation optimisation, GrpoSettings settings) {
    this.optimisation = optimisation;
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
        Found found = accumulate(miniBatch, steps == 0);
        if (steps == 0) {
          miniBatches.set(0, miniBatch.withScores(found.scores()));
        }
        sums = sums.plus(found.sums());
        tokens += miniBatch.tokens();
        double loss = found.sums().loss();
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
    if (!optimisation.isFinite()) {
      throw diverged("a weight is not finite", summary);
    }
    return summary;
  }

  /** Takes an optimiser step and returns the gradient's norm, NaN if it is not finite. */
  private double step() {
    try {
      return optimisation.step(settings.optimizer());
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

  /**
   * Gathers the gradient of one mini-batch.
   *
   * @param first whether the policy is still the one that the step began with
   */
  Found accumulate(MiniBatch miniBatch, boolean first) {
    boolean scored = miniBatch.trajectories().stream().allMatch(t -> t.scores().isPresent());
    boolean onPolicy = first && !scored && settings.oldLogprobs() == OldLogprobs.RECOMPUTED;
    return optimisation.accumulate(
        new Share(
            miniBatch.trajectories(),
            miniBatch.weights(),
            onPolicy ? Ratios.ONE : Ratios.OF_OLD_LOGPROBS));
  }
}
