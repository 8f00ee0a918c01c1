/**
 * Foreign problem sets into the problems table.
 *
 * <p>{@link io.gradus.datasets.importing.DatasetImport} is the way in. Row mappers, plain Java,
 * turn one row of a layout into a problem or a reason for refusal; {@code DatasetImport} is the
 * thin Spark part around them: it reads, orders, drops repeated ids, writes and counts.
 */
package io.gradus.datasets.importing;
