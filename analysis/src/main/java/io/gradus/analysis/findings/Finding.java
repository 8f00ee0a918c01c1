package io.gradus.analysis.findings;

import java.util.List;

/**
 * A claim of the paper and what the curves say of it.
 *
 * @param number 1 to 4
 * @param claim the claim in one sentence
 * @param verdict the outcome
 * @param answer the outcome in plain words, with figures
 * @param effects every comparison that was made
 * @param caveats what limits the answer
 */
public record Finding(
    int number,
    String claim,
    Verdict verdict,
    String answer,
    List<Effect> effects,
    List<String> caveats) {
  public Finding {
    effects = List.copyOf(effects);
    caveats = List.copyOf(caveats);
  }
}
