/**
 * The pipeline that joins the rooms: problems to prompts, prompts to graded rollouts on executors,
 * rollouts to a GRPO update on the driver, and all of it to the run store, step by step.
 *
 * <p>Data flows one way. Executors see plain records ({@link io.gradus.jobs.pipeline.RolloutBatch}
 * in, {@link io.gradus.jobs.pipeline.GradedRollout} out) and versions of the policy; the driver
 * alone learns and writes.
 */
package io.gradus.jobs.pipeline;
