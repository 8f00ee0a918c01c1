package io.gradus.training.model;

/**
 * The TorchScript text of a loss over tokens, which becomes part of the program that a {@link
 * Learner} runs. It is two methods,
 *
 * <pre>def loss(self: __torch__.Policy, lp: Tensor, h: Tensor, columns: Tensor, settings: Tensor)
 *     -> Tuple[Tensor, Tensor]
 * def prepare(self: __torch__.Policy, lp: Tensor, columns: Tensor, settings: Tensor)
 *     -> Tensor</pre>
 *
 * <p>The first gets the logprobs float32 [n] of n tokens, the entropies float32 [n] of the
 * distributions they are of, what the loss needs to know of each token as the rows of {@code
 * columns} float32 [c, n], and its coefficients as {@code settings} float64. It returns the loss, a
 * scalar through which gradients flow to {@code lp} and {@code h}, and sums over the tokens to be
 * reported, float64 [s]. It is called with some of a batch's tokens at a time. The second is called
 * before that with the logprobs of all of them, where a {@link TokenLoss} asks for it, and returns
 * the columns to be used.
 *
 * @param text of the methods, indented by two blanks
 */
public record LossProgram(String text) {
  /** The text in a resource that stands beside a class. */
  public static LossProgram beside(Class<?> type, String resource) {
    return new LossProgram(Program.readResource(type, resource));
  }
}
