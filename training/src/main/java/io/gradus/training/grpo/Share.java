package io.gradus.training.grpo;

import io.gradus.training.model.Gradients;
import io.gradus.training.model.Learner.Pass;
import io.gradus.training.model.MicroBatches;
import io.gradus.training.model.MicroBatches.Range;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trajectories of a mini-batch whose gradient one process computes: all of them, or a part. Weights
 * are those of the whole mini-batch, so that the gradients and sums of its parts add up to its own,
 * whatever the aggregation.
 *
 * @param weights of a token of each trajectory
 * @param ratios what new probabilities are compared with
 */
public record Share(List<Trajectory> trajectories, List<Float> weights, Ratios ratios)
    implements Serializable {

  /** What the ratio of a token is. */
  public enum Ratios {
    /** 1: the old policy is the policy. */
    ONE,
    /** Of its probability to the old one. */
    OF_OLD_LOGPROBS
  }

  /**
   * What a pass over a share found.
   *
   * @param sums that the loss reports
   * @param scores of each trajectory under the policy as it is
   */
  public record Found(GrpoSums sums, List<Scores> scores) implements Serializable {
    /** Of no trajectories. */
    static final Found NOTHING = new Found(GrpoSums.ZERO, List.of());

    /** What passes over the parts of a share found, in their order. */
    public static Found join(List<Found> parts) {
      GrpoSums sums = GrpoSums.ZERO;
      List<Scores> scores = new ArrayList<>();
      for (Found part : parts) {
        sums = sums.plus(part.sums());
        scores.addAll(part.scores());
      }
      return new Found(sums, List.copyOf(scores));
    }
  }

  public Share {
    trajectories = List.copyOf(trajectories);
    weights = List.copyOf(weights);
  }

  /**
   * Cuts the share into parts of about as many tokens each, in order. Completions of one prompt
   * stay together where there are at least as many prompts as parts, since their prompt is then
   * computed once. With fewer trajectories than parts some parts are empty.
   */
  public List<Share> split(int parts) {
    List<Integer> cuts = cuts(parts);
    long[] tokensBefore = new long[trajectories.size() + 1];
    for (int i = 0; i < trajectories.size(); i++) {
      Trajectory one = trajectories.get(i);
      tokensBefore[i + 1] = tokensBefore[i] + one.rollout().promptIds().length + one.tokens();
    }
    List<Share> shares = new ArrayList<>();
    int from = 0;
    for (int part = 1; part <= parts; part++) {
      double end = (double) tokensBefore[trajectories.size()] * part / parts;
      int to = from;
      for (int cut : cuts) {
        // The cut nearest to the part's end, the first one of two.
        if (cut > to && Math.abs(tokensBefore[cut] - end) < Math.abs(tokensBefore[to] - end)) {
          to = cut;
        }
      }
      shares.add(new Share(trajectories.subList(from, to), weights.subList(from, to), ratios));
      from = to;
    }
    return shares;
  }

  /** Places between trajectories at which parts may end. */
  private List<Integer> cuts(int parts) {
    List<Integer> betweenPrompts = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i <= trajectories.size(); i++) {
      all.add(i);
      if (i == 0 || i == trajectories.size() || !samePrompt(i - 1, i)) {
        betweenPrompts.add(i);
      }
    }
    return betweenPrompts.size() > parts ? betweenPrompts : all;
  }

  private boolean samePrompt(int a, int b) {
    return Arrays.equals(
        trajectories.get(a).rollout().promptIds(), trajectories.get(b).rollout().promptIds());
  }

  /** Adds the gradient of these trajectories, micro-batch by micro-batch. */
  public Found accumulate(Gradients gradients, GrpoSettings settings) {
    if (trajectories.isEmpty()) {
      return Found.NOTHING;
    }
    GrpoSums sums = GrpoSums.ZERO;
    List<Scores> scores = new ArrayList<>();
    List<Sequence> sequences = trajectories.stream().map(Trajectory::sequence).toList();
    int budget = gradients.microBatchTokens(settings.microBatchTokens());
    for (Range range : MicroBatches.split(sequences, budget)) {
      TokenBatch batch = new TokenBatch(sequences.subList(range.from(), range.to()));
      GrpoTokens tokens = tokens(range, settings);
      GrpoLoss loss = settings.loss();
      Pass pass =
          gradients.accumulate(
              batch, ratios == Ratios.ONE ? loss.onPolicy(tokens) : loss.over(tokens));
      sums = sums.plus(GrpoSums.of(pass.sums()));
      scores.addAll(pass.scores().of(batch));
    }
    return new Found(sums, List.copyOf(scores));
  }

  private GrpoTokens tokens(Range range, GrpoSettings settings) {
    List<Trajectory> microBatch = trajectories.subList(range.from(), range.to());
    int length = (int) MiniBatch.tokens(microBatch);
    float[] tokenWeights = new float[length];
    float[] advantages = new float[length];
    float[] old = new float[length];
    float[] reference = new float[length];
    float[] sampler = new float[length];
    int at = 0;
    for (int i = 0; i < microBatch.size(); i++) {
      Trajectory trajectory = microBatch.get(i);
      int tokens = trajectory.tokens();
      Arrays.fill(tokenWeights, at, at + tokens, weights.get(range.from() + i));
      Arrays.fill(advantages, at, at + tokens, trajectory.advantage());
      if (ratios == Ratios.OF_OLD_LOGPROBS) {
        System.arraycopy(oldLogprobs(trajectory, settings), 0, old, at, tokens);
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
    return new GrpoTokens(tokenWeights, advantages, old, reference, sampler, lengths);
  }

  private static float[] oldLogprobs(Trajectory trajectory, GrpoSettings settings) {
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
