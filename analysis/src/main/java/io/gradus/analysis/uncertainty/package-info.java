/**
 * How sure a fit is: cluster bootstrap (in plain threads or as a Spark job, with the same result),
 * profile likelihood, and the plain words for parameters that the data do not determine.
 */
package io.gradus.analysis.uncertainty;
