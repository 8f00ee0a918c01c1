/**
 * Problems and the order in which a run meets them.
 *
 * <p>{@link io.gradus.datasets.Problem} is the record that all modules use, {@link
 * io.gradus.datasets.ProblemTable} its Parquet form, {@link io.gradus.datasets.Curriculum} the
 * order of prompts by step. {@code io.gradus.datasets.importing} reads published problem sets,
 * {@code io.gradus.datasets.arithmetic} generates problems. Nothing here grades answers.
 */
package io.gradus.datasets;
