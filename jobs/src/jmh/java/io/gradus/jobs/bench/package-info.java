/** Whole-process benchmarks that the scripts of {@code jobs/bench} run beside their peers. */
package io.gradus.jobs.bench;
