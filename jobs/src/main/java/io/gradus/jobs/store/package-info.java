/**
 * The run store: Parquet tables and checkpoints of any number of runs under one root, local or on
 * object storage.
 *
 * <p>{@link io.gradus.jobs.store.Tables} documents every column; {@link
 * io.gradus.jobs.store.RunWriter} writes one run by commits that happen wholly or not at all;
 * {@link io.gradus.jobs.store.StoreReader} reads what was committed. What rows mean and when to
 * commit is the business of the packages that write them.
 */
package io.gradus.jobs.store;
