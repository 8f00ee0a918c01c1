/**
 * The words of reward verification, and the rule for mathematics. A {@link io.gradus.rewards.Gold}
 * answer and a {@link io.gradus.rewards.Completion} go in; an {@link io.gradus.rewards.AnswerRule}
 * gives a {@link io.gradus.rewards.Verdict}; {@link io.gradus.rewards.RewardFunction}s turn it into
 * the parts of a {@link io.gradus.rewards.Reward}. {@link io.gradus.rewards.Verifier} is the rule
 * for mathematics: the extract package finds the answer's text, parse reads it, equivalent compares
 * it. Other kinds of answers are in rules, the functions in functions, and grading joins them.
 * Plain Java without input and output, but for {@link io.gradus.rewards.VerifyFile} and {@link
 * io.gradus.rewards.Sandbox}; Spark adapters are in spark.
 */
package io.gradus.rewards;
