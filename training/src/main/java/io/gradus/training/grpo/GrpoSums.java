package io.gradus.training.grpo;

import java.io.Serializable;

/**
 * What GRPO's loss reports of a batch, as sums over its tokens.
 *
 * @param loss weighted sum of policy loss and KL, less the entropy bonus
 * @param policyLoss weighted sum of the surrogate's loss
 * @param kl weighted sum of the estimates of KL
 * @param clipped tokens whose clipped term was the larger
 * @param logRatio sum of logprob − old logprob
 * @param clippedLow tokens clipped from below
 * @param clippedHigh tokens clipped from above
 * @param clippedDual tokens with a negative advantage that the dual clip stopped
 */
public record GrpoSums(
    double loss,
    double policyLoss,
    double kl,
    double clipped,
    double logRatio,
    double clippedLow,
    double clippedHigh,
    double clippedDual)
    implements Serializable {
  /** Nothing summed yet. */
  static final GrpoSums ZERO = new GrpoSums(0, 0, 0, 0, 0, 0, 0, 0);

  /** The sums in the order in which the program reports them. */
  public static GrpoSums of(double[] reported) {
    return new GrpoSums(
        reported[0],
        reported[1],
        reported[2],
        reported[3],
        reported[4],
        reported[5],
        reported[6],
        reported[7]);
  }

  /** The sums over both. */
  GrpoSums plus(GrpoSums other) {
    return new GrpoSums(
        loss + other.loss,
        policyLoss + other.policyLoss,
        kl + other.kl,
        clipped + other.clipped,
        logRatio + other.logRatio,
        clippedLow + other.clippedLow,
        clippedHigh + other.clippedHigh,
        clippedDual + other.clippedDual);
  }
}
