/**
 * How sure a fit is: cluster bootstrap (in plain threads or as a Spark job, with the same result),
 * profile likelihood, and the plain words for parameters that the data do not determine.
 *
 * <p>Only {@link io.gradus.analysis.uncertainty.SparkRunner} knows Spark. Fitting is left to {@code
 * io.gradus.analysis.fit}; how well a law predicts what it did not see is a question for {@code
 * io.gradus.analysis.compare}, which no interval of a parameter answers.
 */
package io.gradus.analysis.uncertainty;
