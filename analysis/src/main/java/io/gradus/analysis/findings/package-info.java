/**
 * The four findings of arXiv 2509.25300 as tests on curves: larger models at equal compute, larger
 * models at equal data, reuse of limited data, base beside instruct models.
 *
 * <p>Every comparison is paired over matched budgets, has an effect size with an interval and a p
 * value corrected for the others of its finding (Holm), and a verdict: supported, contradicted or
 * undecided. The tests use measured curves, not fitted laws: what a law says of sizes and steps
 * that nobody ran is left to {@code io.gradus.analysis.forecast}. Plain Java, no Spark.
 */
package io.gradus.analysis.findings;
