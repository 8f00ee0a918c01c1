package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.gradus.training.model.Program.Mode;
import java.nio.FloatBuffer;

/**
 * Gradients and AdamW moments beside a policy's float32 weights, all flat tensors of its length.
 *
 * <p>Gradients add up over calls until {@link #step} uses and clears them, so a mini-batch may come
 * in micro-batches of any size. Not thread-safe: one learner a policy, one thread at a time.
 */
public final class Learner implements AutoCloseable {
  private final Policy policy;
  private final NDManager manager;
  private final NDArray gradient;
  private final NDArray firstMoment;
  private final NDArray secondMoment;
  private long steps;

  /** A learner of {@code policy}'s weights with zero moments; the policy must be float32. */
  public Learner(Policy policy) {
    this.policy = policy;
    this.manager = Program.newManager(policy.compute());
    long length = policy.layout().totalLength();
    this.gradient = Policy.zeros(manager, policy.compute(), length);
    this.firstMoment = Policy.zeros(manager, policy.compute(), length);
    this.secondMoment = Policy.zeros(manager, policy.compute(), length);
  }

  /** The AdamW moments that make up the optimiser's state. */
  public enum Moment {
    FIRST,
    SECOND
  }

  public Policy policy() {
    return policy;
  }

  /** AdamW steps taken so far. */
  public long steps() {
    return steps;
  }

  /** Sets the count of steps taken, when a saved state is restored. */
  public void restoreSteps(long taken) {
    steps = taken;
  }

  /** Reads a moment from {@code offset} on (in floats) until the chunk is full. */
  public void read(Moment moment, long offset, FloatBuffer chunk) {
    policy.copyOut(tensor(moment), offset, chunk);
  }

  /** Overwrites a moment from {@code offset} on (in floats). */
  public void write(Moment moment, long offset, FloatBuffer chunk) {
    policy.copyIn(tensor(moment), offset, chunk);
  }

  /** Reads the gradient gathered so far from {@code offset} on (in floats). */
  public void readGradient(long offset, FloatBuffer chunk) {
    policy.copyOut(gradient, offset, chunk);
  }

  private NDArray tensor(Moment moment) {
    return moment == Moment.FIRST ? firstMoment : secondMoment;
  }

  /**
   * Adds the gradient of −Σ weight·logprob over the batch's scored tokens.
   *
   * @param weights one a scored token, in the batch's order
   * @return that loss
   */
  public double accumulateLikelihood(TokenBatch batch, float[] weights) {
    try (NDManager scope = manager.newSubManager()) {
      long[][] at = batch.positions();
      return policy
          .run(
              scope,
              Mode.AUTOGRAD,
              "likelihood_gradient",
              policy.flat(),
              gradient,
              policy.dimensions(scope, policy.compute()),
              policy.reals(scope, 1),
              policy.ids(scope, batch),
              scope.create(at[0]),
              scope.create(at[1]),
              scope.create(weights))
          .get(0)
          .getDouble();
    }
  }

  /**
   * The scored tokens of a batch as GRPO sees them; every array has one entry a scored token.
   *
   * @param weights share of each token in the loss
   * @param advantages advantage of the token's completion
   * @param oldLogprobs under the policy at the beginning of the step
   * @param referenceLogprobs under the frozen reference policy
   */
  public record GrpoTokens(
      float[] weights, float[] advantages, float[] oldLogprobs, float[] referenceLogprobs) {}

  /**
   * Coefficients of GRPO's loss.
   *
   * @param clipLow ratios are clipped from below at 1 − clipLow
   * @param clipHigh ratios are clipped from above at 1 + clipHigh
   * @param klCoefficient weight of the k3 estimate of KL(policy ‖ reference)
   * @param temperature logits are divided by it, as when sampling
   */
  public record GrpoLoss(
      double clipLow, double clipHigh, double klCoefficient, double temperature) {}

  /**
   * Sums over a batch's tokens.
   *
   * @param loss weighted sum of policy loss and KL
   * @param policyLoss weighted sum of the clipped surrogate's loss
   * @param kl weighted sum of the k3 estimates
   * @param clipped tokens whose clipped term was the larger
   * @param logRatio sum of logprob − old logprob
   */
  public record GrpoSums(
      double loss, double policyLoss, double kl, double clipped, double logRatio) {
    /** Nothing summed yet. */
    public static final GrpoSums ZERO = new GrpoSums(0, 0, 0, 0, 0);

    /** The sums over both. */
    public GrpoSums plus(GrpoSums other) {
      return new GrpoSums(
          loss + other.loss,
          policyLoss + other.policyLoss,
          kl + other.kl,
          clipped + other.clipped,
          logRatio + other.logRatio);
    }
  }

  /** Adds the gradient of GRPO's loss over the batch's scored tokens. */
  public GrpoSums accumulateGrpo(TokenBatch batch, GrpoTokens tokens, GrpoLoss loss) {
    try (NDManager scope = manager.newSubManager()) {
      long[][] at = batch.positions();
      double[] sums =
          policy
              .run(
                  scope,
                  Mode.AUTOGRAD,
                  "grpo_gradient",
                  policy.flat(),
                  gradient,
                  policy.dimensions(scope, policy.compute()),
                  policy.reals(scope, loss.temperature()),
                  policy.ids(scope, batch),
                  scope.create(at[0]),
                  scope.create(at[1]),
                  scope.create(tokens.weights()),
                  scope.create(tokens.advantages()),
                  scope.create(tokens.oldLogprobs()),
                  scope.create(tokens.referenceLogprobs()),
                  scope.create(
                      new double[] {loss.clipLow(), loss.clipHigh(), loss.klCoefficient()}))
              .get(0)
              .toDoubleArray();
      return new GrpoSums(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }
  }

  /**
   * Takes one AdamW step with the gradient gathered so far and clears it.
   *
   * @return the gradient's L2 norm before clipping
   * @throws ArithmeticException if the norm is not finite; weights and moments are left as they
   *     were
   */
  public double step(AdamW settings) {
    try (NDManager scope = manager.newSubManager()) {
      double norm =
          policy
              .run(
                  scope,
                  Mode.INFERENCE,
                  "adamw",
                  policy.flat(),
                  gradient,
                  firstMoment,
                  secondMoment,
                  scope.create(
                      new double[] {
                        settings.learningRate(),
                        settings.beta1(),
                        settings.beta2(),
                        settings.epsilon(),
                        settings.weightDecay(),
                        settings.maxGradientNorm(),
                        steps + 1
                      }))
              .get(0)
              .getDouble();
      if (!Double.isFinite(norm)) {
        throw new ArithmeticException(
            "The gradient's norm is "
                + norm
                + " at optimiser step "
                + (steps + 1)
                + "; weights are unchanged. A lower learning rate or float32 may help");
      }
      steps++;
      return norm;
    }
  }

  /** Frees gradient and moments; the policy stays. */
  @Override
  public void close() {
    manager.close();
  }
}
