/**
 * Prompts to graded rollouts on executors: {@link io.gradus.jobs.rollout.RolloutStage} cuts prompts
 * into batches of a fixed layout, runs a task a batch (sample, score, verify) and returns the
 * rollouts in the order of the prompts. Executors see plain records: {@link
 * io.gradus.jobs.rollout.RolloutBatch} in, {@link io.gradus.jobs.rollout.GradedRollout} out.
 *
 * <p>Where prompts come from and what is learnt from rollouts is left to others; so are decoding
 * ({@link io.gradus.training.rollout}) and grading ({@link io.gradus.rewards}) themselves.
 */
package io.gradus.jobs.rollout;
