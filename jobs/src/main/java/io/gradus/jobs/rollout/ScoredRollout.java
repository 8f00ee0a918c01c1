package io.gradus.jobs.rollout;

/** A graded rollout and the scores of its tokens: all that an update learns from. */
public record ScoredRollout(GradedRollout graded, TokenScores scores) {}
