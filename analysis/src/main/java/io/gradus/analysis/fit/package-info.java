/**
 * Fitting a law to curves: what is minimised, how it is searched, and how well the result fits.
 *
 * <p>The objective is a weighted, robust sum over points of the difference of log losses, with
 * binomial standard errors; the search is CMA-ES from several starts on thinned data, then
 * Levenberg–Marquardt on all of it. The formulas are those of {@code io.gradus.analysis.law};
 * intervals are left to {@code io.gradus.analysis.uncertainty}. Plain Java, no Spark.
 */
package io.gradus.analysis.fit;
