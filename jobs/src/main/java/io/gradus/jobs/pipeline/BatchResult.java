package io.gradus.jobs.pipeline;

import java.io.Serializable;
import java.util.List;

/**
 * What became of one {@link RolloutBatch}.
 *
 * @param rollouts problem by problem, sample by sample
 * @param seconds the task's wall clock by phase
 */
record BatchResult(List<GradedRollout> rollouts, Seconds seconds) implements Serializable {
  /** Wall-clock seconds of sampling, of verification and of scoring. */
  record Seconds(double sample, double verify, double score) implements Serializable {}
}
