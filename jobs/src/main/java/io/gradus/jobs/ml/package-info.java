/**
 * Spark ML stages over models, with the parameter names of DJL's Spark extension ({@code modelUrl},
 * {@code engine}, {@code batchSize}, input and output columns): {@link
 * io.gradus.jobs.ml.RolloutGenerator} samples completions, {@link io.gradus.jobs.ml.LogprobScorer}
 * scores tokens; {@link io.gradus.rewards.spark.RewardVerifier} stands with the rewards. What a
 * stage adds to a row is a function of its parameters and of the rows, never of their partitions:
 * {@link io.gradus.jobs.ml.BatchLayout}.
 */
package io.gradus.jobs.ml;
