/**
 * Language models in plain Java: what reads and writes them ({@code hub}, {@code text}), what
 * computes with them ({@code model}), what samples from them ({@code rollout}), what changes them
 * ({@code pretrain}, {@code grpo}) and what keeps a changed one ({@code checkpoint}).
 *
 * <p>Arrows between these packages go one way, in that order from right to left. Problems, rewards,
 * tables and Spark are left to others.
 */
package io.gradus.training;
