package io.gradus.training.grpo;

/**
 * What GRPO's loss reports of a batch, as sums over its tokens.
 *
 * @param loss weighted sum of policy loss and KL
 * @param policyLoss weighted sum of the clipped surrogate's loss
 * @param kl weighted sum of the k3 estimates
 * @param clipped tokens whose clipped term was the larger
 * @param logRatio sum of logprob − old logprob
 */
record GrpoSums(double loss, double policyLoss, double kl, double clipped, double logRatio) {
  /** Nothing summed yet. */
  static final GrpoSums ZERO = new GrpoSums(0, 0, 0, 0, 0);

  /** The sums in the order in which the program reports them. */
  static GrpoSums of(double[] reported) {
    return new GrpoSums(reported[0], reported[1], reported[2], reported[3], reported[4]);
  }

  /** The sums over both. */
  GrpoSums plus(GrpoSums other) {
    return new GrpoSums(
        loss + other.loss,
        policyLoss + other.policyLoss,
        kl + other.kl,
        clipped + other.clipped,
        logRatio + other.logRatio);
  }
}
