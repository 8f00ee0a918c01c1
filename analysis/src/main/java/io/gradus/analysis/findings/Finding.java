package io.gradus.analysis.findings;

import java.util.List;

/**
 * A claim of the paper and what the curves say of it.
 *
 * @param number 1 to 4 for those of the paper, from 5 on for further questions
 * @param claim the claim in one sentence
 * @param verdict the outcome
 * @param parts the parts of the claim with the outcome of each
 * @param families the outcome of each family that was tested
 * @param answer the outcome in plain words, with figures
 * @param effects every comparison that was made
 * @param caveats what limits the answer
 */
public record Finding(
    int number,
    String claim,
    Verdict verdict,
    List<PartVerdict> parts,
    List<FamilyVerdict> families,
    String answer,
    List<Effect> effects,
    List<String> caveats) {

  /**
   * The outcome of a part of the claim.
   *
   * @param part as in {@link Effect#part}
   * @param verdict what its comparisons say
   */
  public record PartVerdict(Part part, Verdict verdict) {}

  /**
   * The outcome within one model family.
   *
   * @param family the family
   * @param verdict what its comparisons say
   */
  public record FamilyVerdict(String family, Verdict verdict) {}

  public Finding {
    parts = List.copyOf(parts);
    families = List.copyOf(families);
    effects = List.copyOf(effects);
    caveats = List.copyOf(caveats);
  }
}
