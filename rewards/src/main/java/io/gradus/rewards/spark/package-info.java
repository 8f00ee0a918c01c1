/**
 * Spark adapters over the verifier: {@link io.gradus.rewards.spark.RewardVerifier}, an ML stage
 * that adds a column of verdicts, and the SQL function {@code math_equal}. They decide nothing
 * themselves, and nothing outside this package knows Spark.
 */
package io.gradus.rewards.spark;
