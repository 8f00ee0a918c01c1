package io.gradus.jobs.store;

import java.util.Optional;

/**
 * One answer to a held-out problem. See {@link Tables#EVALUATIONS} for the meaning of each value.
 */
public record EvaluationRow(
    String problemId,
    int sample,
    boolean correct,
    int tokens,
    String completion,
    Optional<String> extracted,
    String reason,
    String finishReason) {}
