package io.gradus.training.model;

/**
 * The TorchScript text of a loss over tokens, which becomes part of the program that a {@link
 * Learner} runs. It is one method,
 *
 * <pre>def loss(self: __torch__.Policy, lp: Tensor, columns: Tensor, settings: Tensor)
 *     -> Tuple[Tensor, Tensor]</pre>
 *
 * <p>that gets the logprobs float32 [n] of n tokens, what the loss needs to know of each of them as
 * the rows of {@code columns} float32 [c, n], and its coefficients as {@code settings} float64. It
 * returns the loss, a scalar through which gradients flow to {@code lp}, and sums over the tokens
 * to be reported, float64 [s].
 *
 * @param text of the method, indented by two blanks
 */
public record LossProgram(String text) {
  /** The text in a resource that stands beside a class. */
  public static LossProgram beside(Class<?> type, String resource) {
    return new LossProgram(Program.readResource(type, resource));
  }
}
