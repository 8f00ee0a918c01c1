/**
 * One GRPO run, from its settings to its last commit: what it is made of, its steps, what each
 * commit holds, what trackers are told, and the forecast of the steps that remain.
 *
 * <p>Executors sample and grade ({@link io.gradus.jobs.rollout}); the driver alone learns and
 * writes. The loss and the optimiser are {@link io.gradus.training.grpo}'s, the commit protocol is
 * {@link io.gradus.jobs.store}'s, and grids of runs are {@link io.gradus.jobs.study}'s.
 */
package io.gradus.jobs.train;
