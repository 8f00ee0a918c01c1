package io.gradus.jobs.train;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has used so far; a checkpoint keeps it beside the weights.
 *
 * @param data prompts consumed, the D of scaling laws
 * @param tokens prompt and completion tokens sampled and trained on, their T
 * @param drawn problems taken from the curriculum; more than prompts where some were passed over
 *     that had already been met in the same step
 */
record Totals(long data, long tokens, long drawn) {
  private static final String DATA = "data";
  private static final String TOKENS = "tokens";
  private static final String DRAWN = "drawn";

  /** Of a run that has not begun. */
  static final Totals NONE = new Totals(0, 0, 0);

  static Totals of(Map<String, Double> counters) {
    double data = counters.getOrDefault(DATA, 0.0);
    return new Totals(
        (long) data,
        counters.getOrDefault(TOKENS, 0.0).longValue(),
        counters.getOrDefault(DRAWN, data).longValue());
  }

  Map<String, Double> counters() {
    Map<String, Double> counters =
        new TreeMap<>(Map.of(DATA, (double) data, TOKENS, (double) tokens));
    if (drawn != data) {
      counters.put(DRAWN, (double) drawn);
    }
    return counters;
  }

  Totals plus(long moreData, long moreTokens, long moreDrawn) {
    return new Totals(data + moreData, tokens + moreTokens, drawn + moreDrawn);
  }
}
