package io.gradus.analysis.findings;

import java.util.List;

/**
 * A claim of the paper and what the curves say of it.
 *
 * @param number 1 to 4 for those of the paper, from 5 on for further questions
 * @param claim the claim in one sentence
 * @param verdict the outcome
 * @param parts the parts of the claim with the outcome of each
 * @param answer the outcome in plain words, with figures
 * @param effects every comparison that was made
 * @param caveats what limits the answer
 */
public record Finding(
    int number,
    String claim,
    Verdict verdict,
    List<Part> parts,
    String answer,
    List<Effect> effects,
    List<String> caveats) {

  /**
   * A part of a claim.
   *
   * @param name as in {@link Effect#part}
   * @param verdict what its comparisons say
   */
  public record Part(String name, Verdict verdict) {}

  public Finding {
    parts = List.copyOf(parts);
    effects = List.copyOf(effects);
    caveats = List.copyOf(caveats);
  }
}
