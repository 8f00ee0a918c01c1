package io.gradus.analysis.findings;

/**
 * One comparison of a finding: a row of the table {@code findings}.
 *
 * @param part which part of the claim it speaks to
 * @param within the models it is compared within
 * @param compared what is compared
 * @param measure what the estimate is, in words
 * @param runs number of runs that enter
 * @param estimate effect size in the measure's unit
 * @param low lower end of its 95 % interval, not corrected for other comparisons
 * @param high upper end of that interval
 * @param p two-sided p value against the claim's threshold
 * @param adjustedP p by Holm's method, over the finding's overall effects or over its single
 *     comparisons
 * @param verdict the outcome of this comparison at adjusted p below 0.05
 */
public record Effect(
    Part part,
    Within within,
    Compared compared,
    String measure,
    int runs,
    double estimate,
    double low,
    double high,
    double p,
    double adjustedP,
    Verdict verdict) {

  /** Whether this sums up its part. */
  public boolean isOverall() {
    return compared instanceof Compared.Overall;
  }
}
