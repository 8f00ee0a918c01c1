package io.gradus.rewards.functions;

import io.gradus.rewards.Completion;
import io.gradus.rewards.RewardFunction;
import io.gradus.rewards.Verdict;
import java.util.Map;

/**
 * DAPO's soft overlong punishment (arXiv 2503.14476, equation 13): 0 up to L − B tokens, then
 * falling in a straight line to −1 at L and −1 beyond, where L is the limit the completion was
 * sampled under and B a buffer in tokens.
 */
final class LengthPenalty implements RewardFunction {
  static final String BUFFER = "length_penalty.buffer";
  private final double buffer;
  private final boolean fraction;

  private LengthPenalty(double buffer, boolean fraction) {
    this.buffer = buffer;
    this.fraction = fraction;
  }

  /** With the buffer in the options: tokens, or below 1 a share of the limit; 0.2 by default. */
  static LengthPenalty of(Map<String, String> options) {
    double buffer = Functions.option(options, BUFFER).orElse(0.2);
    if (!(buffer > 0)) {
      throw new IllegalArgumentException(
          "Cannot set reward.options." + BUFFER + " to " + buffer + ", expected a positive number");
    }
    return new LengthPenalty(buffer, buffer < 1);
  }

  @Override
  public String name() {
    return "length_penalty";
  }

  @Override
  public double score(String gold, Completion completion, Verdict verdict) {
    double limit = completion.maxTokens();
    if (limit == 0) {
      return 0;
    }
    double width = Math.min(limit, fraction ? buffer * limit : buffer);
    double over = completion.tokens() - (limit - width);
    return over <= 0 ? 0.0 : Math.max(-1, -over / width);
  }
}
