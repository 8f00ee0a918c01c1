package io.gradus.jobs.train;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has used so far; a checkpoint keeps it beside the weights.
 *
 * @param data prompts consumed, the D of scaling laws
 * @param tokens prompt and completion tokens trained on, their T
 */
record Totals(long data, long tokens) {
  private static final String DATA = "data";
  private static final String TOKENS = "tokens";

  static Totals of(Map<String, Double> counters) {
    return new Totals(
        counters.getOrDefault(DATA, 0.0).longValue(),
        counters.getOrDefault(TOKENS, 0.0).longValue());
  }

  Map<String, Double> counters() {
    return new TreeMap<>(Map.of(DATA, (double) data, TOKENS, (double) tokens));
  }

  Totals plus(long moreData, long moreTokens) {
    return new Totals(data + moreData, tokens + moreTokens);
  }
}
