package io.gradus.rewards;

/** Decides whether a completion has the gold answer. Thread-safe; what stays in doubt is wrong. */
public interface AnswerRule {
  /** The verdict on one completion. */
  Verdict verify(String gold, String completion);
}
