/**
 * Runs a grid of GRPO runs: which there are, which models they share, what runs beside what, and
 * the progress of all. One run is the business of {@link io.gradus.jobs.train}.
 */
package io.gradus.jobs.study;
