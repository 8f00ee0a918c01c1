package io.gradus.rewards;

/** What kind of answer a problem has, and so how completions are compared with it. */
public enum GradingRule {
  /** Mathematics or words, compared by {@link Verifier}. */
  MATH,
  /** The letter of one of several options: {@link io.gradus.rewards.rules.MultipleChoice}. */
  MULTIPLE_CHOICE,
  /** The solution of a logic puzzle: {@link io.gradus.rewards.rules.GridPuzzle}. */
  GRID,
  /** A program that passes tests: {@link io.gradus.rewards.rules.ProgramTests}. */
  PROGRAM
}
