package io.gradus.training.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Program.Mode;

/**
 * A loss at given logprobs, without a model: the text that a {@link Learner} runs, on numbers that
 * a test or another implementation has too.
 *
 * @param sums that the loss reports
 * @param byLogprob slope in the logprob of each token
 * @param byEntropy slope in the entropy of each token's distribution
 */
public record LossSlopes(double[] sums, float[] byLogprob, float[] byEntropy) {
  private static final Compute COMPUTE = Compute.cpu(1, ComputeType.FLOAT32);

  /**
   * The loss of whole completions.
   *
   * @param logprobs one a token, in the order of the loss's columns
   * @param entropies one a token, in nats
   */
  public static LossSlopes of(TokenLoss loss, float[] logprobs, float[] entropies) {
    try (NDManager scope = Program.newManager(COMPUTE)) {
      NDList result =
          Program.slopes(loss.program())
              .run(
                  scope,
                  COMPUTE,
                  Mode.AUTOGRAD,
                  "slopes",
                  scope.create(logprobs),
                  scope.create(entropies),
                  scope.create(loss.columns()),
                  scope.create(loss.settings()),
                  scope.create(loss.wholeFlag()));
      return new LossSlopes(
          result.get(0).toDoubleArray(),
          result.get(1).toFloatArray(),
          result.get(2).toFloatArray());
    }
  }
}
