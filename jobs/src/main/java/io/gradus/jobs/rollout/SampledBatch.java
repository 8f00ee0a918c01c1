package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.TaskDevice;
import io.gradus.training.rollout.Rollout;
import java.io.Serializable;
import java.util.List;

/**
 * What sampling made of a {@link RolloutBatch}.
 *
 * @param rollouts problem by problem, sample by sample
 * @param scores one a rollout; none where no update follows
 * @param device that the task computed on
 * @param work when that was
 * @param seconds what the time went to
 */
record SampledBatch(
    List<Rollout> rollouts,
    List<TokenScores> scores,
    TaskDevice device,
    WorkSpan work,
    StageSeconds seconds)
    implements Serializable {}
