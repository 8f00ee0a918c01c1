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
import java.util.Optional;

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
   * @param groups the trajectories of each prompt; with {@link OldLogprobs#RECOMPUTED} those of all
   *     but the first mini-batch with their scores
   * @throws ArithmeticException if a gradient is not finite
   */
  public UpdateSummary run(List<List<Trajectory>> groups) {
    List<List<Trajectory>> miniBatches = new ArrayList<>();
    for (int from = 0; from < groups.size(); from += settings.miniBatchPrompts()) {
      int to = Math.min(groups.size(), from + settings.miniBatchPrompts());
      miniBatches.add(groups.subList(from, to).stream().flatMap(List::stream).toList());
    }
    GrpoSums sums = GrpoSums.ZERO;
    double norms = 0;
    long tokens = 0;
    int steps = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int i = 0; i < miniBatches.size(); i++) {
        List<Trajectory> miniBatch = miniBatches.get(i);
        Accumulated accumulated = accumulate(miniBatch, steps == 0);
        if (steps == 0) {
          miniBatches.set(0, withScores(miniBatch, accumulated.scores()));
        }
        sums = sums.plus(accumulated.sums());
        norms += learner.step(settings.optimizer());
        tokens += tokens(miniBatch);
        steps++;
      }
    }
    return new UpdateSummary(
        steps,
        sums.loss() / steps,
        sums.policyLoss() / steps,
        sums.kl() / steps,
        sums.clipped() / tokens,
        -sums.logRatio() / tokens,
        norms / steps,
        begin(miniBatches));
  }

  /** What one mini-batch gave: the loss's sums, and the scores of each trajectory. */
  record Accumulated(GrpoSums sums, List<Scores> scores) {}

  /**
   * Gathers the gradient of one mini-batch, micro-batch by micro-batch.
   *
   * @param first whether the policy is still the one that the step began with
   */
  Accumulated accumulate(List<Trajectory> miniBatch, boolean first) {
    boolean scored = miniBatch.stream().allMatch(t -> t.scores().isPresent());
    boolean onPolicy = first && !scored && settings.oldLogprobs() == OldLogprobs.RECOMPUTED;
    long allTokens = tokens(miniBatch);
    GrpoSums sums = GrpoSums.ZERO;
    List<Scores> scores = new ArrayList<>();
    List<Sequence> sequences = miniBatch.stream().map(Trajectory::sequence).toList();
    int budget = learner.microBatchTokens(settings.microBatchTokens());
    for (Range range : MicroBatches.split(sequences, budget)) {
      TokenBatch batch = new TokenBatch(sequences.subList(range.from(), range.to()));
      GrpoTokens tokens =
          tokens(
              miniBatch.subList(range.from(), range.to()), allTokens, miniBatch.size(), onPolicy);
      GrpoLoss loss = settings.loss();
      Pass pass = learner.accumulate(batch, onPolicy ? loss.onPolicy(tokens) : loss.over(tokens));
      sums = sums.plus(GrpoSums.of(pass.sums()));
      scores.addAll(pass.scores().of(batch));
    }
    return new Accumulated(sums, scores);
  }

  private GrpoTokens tokens(
      List<Trajectory> microBatch, long allTokens, int sequences, boolean onPolicy) {
    int length = (int) tokens(microBatch);
    float[] weights = new float[length];
    float[] advantages = new float[length];
    float[] old = new float[length];
    float[] reference = new float[length];
    int at = 0;
    for (Trajectory trajectory : microBatch) {
      int tokens = trajectory.tokens();
      float weight = settings.aggregation().weight(tokens, allTokens, sequences);
      Arrays.fill(weights, at, at + tokens, weight);
      Arrays.fill(advantages, at, at + tokens, trajectory.advantage());
      if (!onPolicy) {
        System.arraycopy(oldLogprobs(trajectory), 0, old, at, tokens);
      }
      if (trajectory.referenceLogprobs().isPresent()) {
        System.arraycopy(trajectory.referenceLogprobs().get(), 0, reference, at, tokens);
      } else if (settings.loss().klCoefficient() != 0) {
        throw missing(trajectory, "reference logprobs, which the KL term needs");
      }
      at += tokens;
    }
    return new GrpoTokens(weights, advantages, old, reference);
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

  private static List<Trajectory> withScores(List<Trajectory> trajectories, List<Scores> scores) {
    List<Trajectory> scored = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i++) {
      Trajectory trajectory = trajectories.get(i);
      scored.add(
          trajectory.scores().isPresent()
              ? trajectory
              : new Trajectory(
                  trajectory.rollout(),
                  trajectory.advantage(),
                  Optional.of(scores.get(i)),
                  trajectory.referenceLogprobs()));
    }
    return scored;
  }

  private static UpdateSummary.Begin begin(List<List<Trajectory>> miniBatches) {
    double entropy = 0;
    double gap = 0;
    double largest = 0;
    long tokens = 0;
    for (Trajectory trajectory : miniBatches.stream().flatMap(List::stream).toList()) {
      if (trajectory.scores().isEmpty()) {
        continue;
      }
      Scores scores = trajectory.scores().get();
      for (int t = 0; t < trajectory.tokens(); t++) {
        double difference = Math.abs(trajectory.rollout().logprobs()[t] - scores.logprobs()[t]);
        entropy += scores.entropies()[t];
        gap += difference;
        largest = Math.max(largest, difference);
        tokens++;
      }
    }
    return new UpdateSummary.Begin(entropy / tokens, gap / tokens, largest);
  }

  private static long tokens(List<Trajectory> trajectories) {
    return trajectories.stream().mapToLong(Trajectory::tokens).sum();
  }
}
