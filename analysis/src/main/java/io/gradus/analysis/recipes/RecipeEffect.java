package io.gradus.analysis.recipes;

import java.util.List;
import java.util.Locale;

/**
 * One recipe beside another in one respect.
 *
 * @param recipe the one
 * @param against the other
 * @param parts the parts in which they differ; one: a single switch
 * @param measure what is compared
 * @param pairs pairs of runs that enter
 * @param left pairs of which nothing can be said
 * @param estimate mean over pairs: a difference in pass@1, or a ratio
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param pDiffers two-sided p value of no difference, by Holm's method over all comparisons of the
 *     measure
 * @param pAlike p value of a difference as large as the margin, by Holm's method likewise
 * @param change what that says
 */
public record RecipeEffect(
    String recipe,
    String against,
    List<RecipePart> parts,
    Measure measure,
    int pairs,
    int left,
    double estimate,
    double low,
    double high,
    double pDiffers,
    double pAlike,
    Change change) {

  /** What is compared. */
  public enum Measure {
    /** pass@1, mean over the last quarter of the steps: a difference. */
    LEVEL("pass@1 over the last quarter of the steps, difference"),
    /** Steps until pass@1 is halfway to the lower of the two levels: a ratio. */
    STEPS("steps to the common level, ratio"),
    /** Training compute until then, replaced prompts included: a ratio. */
    COMPUTE("compute to the common level, ratio");

    private final String label;

    Measure(String label) {
      this.label = label;
    }

    /** As tables have it. */
    public String label() {
      return label;
    }
  }

  /** What a comparison says. */
  public enum Change {
    /** More than the other, of the measure. */
    MORE,
    /** Less than the other. */
    LESS,
    /** Within the margin. */
    ALIKE,
    /** Neither is shown. */
    UNDECIDED;

    /** As tables have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the parts. */
  public RecipeEffect {
    parts = List.copyOf(parts);
  }

  /** Whether the recipes differ in one part alone. */
  public boolean isSwitch() {
    return parts.size() == 1;
  }
}
