package io.gradus.analysis.findings;

import java.util.List;

/**
 * A claim of the paper and what the curves say of it.
 *
 * @param number 1 to 7 for those of the paper, from 8 on for further questions
 * @param source which versions of the paper state it
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
    Source source,
    String claim,
    Verdict verdict,
    List<PartVerdict> parts,
    List<FamilyVerdict> families,
    String answer,
    List<Effect> effects,
    List<String> caveats) {

  /**
   * Where a claim is from. The abstract of arXiv 2509.25300 was rewritten in its second version.
   */
  public enum Source {
    /** The first version. */
    FIRST_VERSION("arXiv 2509.25300, v1"),
    /** From the second version on. */
    LATER_VERSIONS("arXiv 2509.25300, v2 to v4"),
    /** Every version. */
    ALL_VERSIONS("arXiv 2509.25300, v1 to v4"),
    /** Not a claim of the paper. */
    OTHER("not in the paper");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** As tables and reports have it. */
    public String label() {
      return label;
    }
  }

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

  /** Number, claim and where it is from, in a line. */
  public String heading() {
    return "%d. %s [%s]".formatted(number, claim, source.label());
  }

  public Finding {
    parts = List.copyOf(parts);
    families = List.copyOf(families);
    effects = List.copyOf(effects);
    caveats = List.copyOf(caveats);
  }
}
