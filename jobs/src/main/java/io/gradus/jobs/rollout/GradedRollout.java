package io.gradus.jobs.rollout;

import io.gradus.training.rollout.Rollout;

/** A rollout and its grade: all that an evaluation needs. */
public record GradedRollout(Rollout rollout, Grade grade) {

  /** Length of the completion. */
  public int tokens() {
    return rollout.completionIds().length;
  }

  /** Whether the completion ended by the limit of tokens. */
  public boolean truncated() {
    return rollout.finishReason() == Rollout.FinishReason.LENGTH;
  }

  /** As tables have it: {@code stop} or {@code length}. */
  public String finishReason() {
    return truncated() ? "length" : "stop";
  }
}
