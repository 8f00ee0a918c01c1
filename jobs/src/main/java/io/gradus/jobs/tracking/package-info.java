/**
 * Reports runs to other programs: TensorBoard event files and an MLflow server. Both repeat numbers
 * of the tables {@code steps} and {@code evaluations}; nothing reads them back.
 */
package io.gradus.jobs.tracking;
