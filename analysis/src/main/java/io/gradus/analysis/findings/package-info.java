/**
 * The findings of arXiv 2509.25300 as tests on curves. Its first version has four: larger models at
 * equal compute, larger models at equal data, reuse of limited data, base beside instruct models.
 * Later versions have reuse and three more: efficiency over both axes, a law that predicts, and
 * saturation.
 *
 * <p>Every comparison is paired over matched budgets, has an effect size with an interval and a p
 * value corrected for the others of its finding (Holm), and a verdict: supported, contradicted or
 * undecided. The tests use measured curves and straight lines through them; the fitted laws and
 * what they say of sizes and steps that nobody ran are left to {@code io.gradus.analysis.forecast}.
 * Plain Java, no Spark.
 */
package io.gradus.analysis.findings;
