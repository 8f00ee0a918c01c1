package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.TaskDevice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one {@link RolloutBatch}.
 *
 * @param rollouts problem by problem, sample by sample
 * @param seconds the task's wall clock by phase
 */
record BatchResult(List<GradedRollout> rollouts, TaskDevice device, Seconds seconds)
    implements Serializable {
  /** Wall-clock seconds of sampling, of verification and of scoring. */
  record Seconds(double sample, double verify, double score) implements Serializable {}

  static BatchResult of(SampleTask.Result sampled, VerifyTask.Result verified) {
    List<GradedRollout> all = new ArrayList<>();
    for (int i = 0; i < sampled.rollouts().size(); i++) {
      all.add(sampled.rollouts().get(i).graded(verified.graded().get(i)));
    }
    return new BatchResult(
        all,
        sampled.device(),
        new Seconds(sampled.sampleSeconds(), verified.seconds(), sampled.scoreSeconds()));
  }
}
