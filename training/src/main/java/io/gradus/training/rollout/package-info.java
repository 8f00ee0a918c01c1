/**
 * Rollouts: a batch of prompts in, sampled completions with their logprobs out.
 *
 * <p>A rollout is a function of the policy's weights, the batch it stands in, and its key (seed,
 * stream, step, problem, sample); nothing here knows which executor runs it, or when. Rewards,
 * tables and Spark are left to others.
 */
package io.gradus.training.rollout;
