package io.gradus.training.grpo;

import io.gradus.training.model.Policy.Scores;
import java.util.List;

/**
 * How the policy that a step began with, in the update's arithmetic, sees the rollouts: all whose
 * scores are known, those of later mini-batches only where they were computed. With d = trainer's
 * logprob − sampler's of a token; everything is NaN where no scores are known.
 *
 * @param entropy mean over tokens, in nats
 * @param mean mean over tokens of |d|
 * @param largest its maximum
 * @param kl k3 estimate of KL(sampler ‖ trainer), mean over tokens of exp(d) − d − 1, in nats
 * @param effectiveSamples (Σ c)² / (n Σ c²) over n tokens with c = exp(d): the share of tokens that
 *     importance weights leave, 1 where both agree
 * @param perplexityRatio mean over completions of exp(mean over its tokens of −d): the trainer's
 *     perplexity by the sampler's
 */
public record SamplerGap(
    double entropy,
    double mean,
    double largest,
    double kl,
    double effectiveSamples,
    double perplexityRatio) {

  static SamplerGap of(List<Trajectory> trajectories) {
    double entropy = 0;
    double gap = 0;
    double largest = 0;
    double kl = 0;
    double weights = 0;
    double squares = 0;
    double ratios = 0;
    long tokens = 0;
    int completions = 0;
    for (Trajectory trajectory : trajectories) {
      if (trajectory.scores().isEmpty()) {
        continue;
      }
      Scores scores = trajectory.scores().get();
      double signed = 0;
      for (int t = 0; t < trajectory.tokens(); t++) {
        double difference = Math.abs(trajectory.rollout().logprobs()[t] - scores.logprobs()[t]);
        entropy += scores.entropies()[t];
        gap += difference;
        largest = Math.max(largest, difference);
        double d = (double) scores.logprobs()[t] - trajectory.rollout().logprobs()[t];
        double weight = Math.exp(d);
        kl += Math.expm1(d) - d;
        weights += weight;
        squares += weight * weight;
        signed += d;
        tokens++;
      }
      ratios += Math.exp(-signed / trajectory.tokens());
      completions++;
    }
    return new SamplerGap(
        entropy / tokens,
        gap / tokens,
        tokens == 0 ? Double.NaN : largest,
        kl / tokens,
        weights * weights / (tokens * squares),
        ratios / completions);
  }
}
