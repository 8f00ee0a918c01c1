package io.gradus.datasets.importing;

import io.gradus.datasets.Problem;
import java.io.Serializable;
import java.util.Optional;

/** Accepts problems up to a number of prompt tokens. */
record PromptLimiter(int maxTokens, TokenLimit.Counter counter) implements Serializable {

  static PromptLimiter of(Optional<TokenLimit> limit) {
    return limit
        .map(l -> new PromptLimiter(l.maxTokens(), l.counter()))
        .orElse(new PromptLimiter(Integer.MAX_VALUE, problem -> 0));
  }

  RowOutcome apply(RawRow raw, Problem problem) {
    int tokens = counter.count(problem);
    if (tokens > maxTokens) {
      return new RowOutcome.Rejected(
          raw,
          Cause.OVER_TOKEN_LIMIT,
          "the prompt has %d tokens, expected at most %d".formatted(tokens, maxTokens));
    }
    return new RowOutcome.Accepted(raw, problem);
  }
}
