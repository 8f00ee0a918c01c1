/**
 * Rewards for completions: a verifier that compares a completion's final answer with the gold
 * answer, and reward functions over its verdict, named in configuration. Plain Java and free of
 * input and output, but for {@link io.gradus.rewards.VerifyFile}; Spark adapters are in the spark
 * package.
 */
package io.gradus.rewards;
