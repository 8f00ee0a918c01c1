package io.gradus.jobs.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rollout. See {@link Tables#TRAJECTORIES} for the meaning of each value.
 *
 * @param promptIds [prompt tokens]
 * @param completionIds [completion tokens]
 * @param logprobs [completion tokens]
 */
public record TrajectoryRow(
    int position,
    String problemId,
    int sample,
    int policyStep,
    List<Integer> promptIds,
    List<Integer> completionIds,
    List<Float> logprobs,
    String completion,
    Optional<String> extracted,
    double reward,
    Map<String, Double> rewardParts,
    String reason,
    double advantage,
    String finishReason) {}
