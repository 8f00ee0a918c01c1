/**
 * Imports published problem sets into the problems table.
 *
 * <p>{@link io.gradus.datasets.importing.DatasetImport} is the entry point. Row mappers, plain
 * Java, turn one row of a layout into a problem or refuse it with a reason. {@code DatasetImport}
 * is the thin Spark part around them: it reads, orders, refuses repeated ids, writes and counts.
 */
package io.gradus.datasets.importing;
