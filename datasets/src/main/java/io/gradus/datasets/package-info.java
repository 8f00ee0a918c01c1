/**
 * Problems and the order in which a run meets them.
 *
 * <p>{@link io.gradus.datasets.Problem} is the record every other room works with, {@link
 * io.gradus.datasets.ProblemTable} its Parquet form, {@link io.gradus.datasets.Curriculum} the
 * order of prompts by step. Reading foreign layouts is left to {@code
 * io.gradus.datasets.importing}, making problems to {@code io.gradus.datasets.arithmetic}. Grading
 * answers is not done here.
 */
package io.gradus.datasets;
