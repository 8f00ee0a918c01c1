package io.gradus.training.grpo;

import io.gradus.training.model.Learner;
import io.gradus.training.model.MicroBatches;
import io.gradus.training.model.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes a policy with one step's groups of trajectories.
 *
 * <p>Groups are taken in the order given, mini-batch by mini-batch; gradients are summed in that
 * order, so the result depends on nothing else.
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
   * @param groups the trajectories of each prompt
   * @throws ArithmeticException if a gradient is not finite
   */
  public UpdateSummary run(List<List<Trajectory>> groups) {
    GrpoSums sums = GrpoSums.ZERO;
    double norms = 0;
    long tokens = 0;
    int steps = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int from = 0; from < groups.size(); from += settings.miniBatchPrompts()) {
        int to = Math.min(groups.size(), from + settings.miniBatchPrompts());
        List<Trajectory> miniBatch =
            groups.subList(from, to).stream().flatMap(List::stream).toList();
        sums = sums.plus(accumulate(miniBatch));
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
        norms / steps);
  }

  /** Gathers the gradient of one mini-batch, micro-batch by micro-batch. */
  GrpoSums accumulate(List<Trajectory> miniBatch) {
    long allTokens = tokens(miniBatch);
    GrpoSums sums = GrpoSums.ZERO;
    for (int[] indices :
        MicroBatches.pack(miniBatch, t -> t.sequence().ids().length, settings.microBatchTokens())) {
      List<Trajectory> microBatch = Arrays.stream(indices).mapToObj(miniBatch::get).toList();
      TokenBatch batch = new TokenBatch(microBatch.stream().map(Trajectory::sequence).toList());
      sums =
          sums.plus(
              GrpoSums.of(
                  learner.accumulate(
                      batch,
                      settings.loss().over(tokens(microBatch, allTokens, miniBatch.size())))));
    }
    return sums;
  }

  private GrpoTokens tokens(List<Trajectory> microBatch, long allTokens, int sequences) {
    int length = (int) tokens(microBatch);
    float[] weights = new float[length];
    float[] advantages = new float[length];
    List<float[]> old = new ArrayList<>();
    List<float[]> reference = new ArrayList<>();
    int at = 0;
    for (Trajectory trajectory : microBatch) {
      int end = at + trajectory.tokens();
      float weight = settings.aggregation().weight(trajectory.tokens(), allTokens, sequences);
      Arrays.fill(weights, at, end, weight);
      Arrays.fill(advantages, at, end, trajectory.advantage());
      old.add(trajectory.oldLogprobs());
      reference.add(trajectory.referenceLogprobs());
      at = end;
    }
    return new GrpoTokens(weights, advantages, concat(old, length), concat(reference, length));
  }

  private static long tokens(List<Trajectory> trajectories) {
    return trajectories.stream().mapToLong(Trajectory::tokens).sum();
  }

  private static float[] concat(List<float[]> parts, int length) {
    float[] whole = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
