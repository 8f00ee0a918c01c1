/**
 * What other programs show of a run while it goes on: TensorBoard event files and an MLflow server.
 * Both say again what the tables {@code steps} and {@code evaluations} have; nothing reads them
 * back.
 */
package io.gradus.jobs.tracking;
