/**
 * The policy: a transformer written as a TorchScript program and run by DJL's PyTorch engine.
 *
 * <p>{@link io.gradus.training.model.Program} turns program text into a module that runs here;
 * {@link io.gradus.training.model.Policy} holds one version of a model's weights, as one flat
 * tensor, and gives the program's methods Java types. What a model's files look like is the
 * business of {@code io.gradus.training.hub}; how rollouts are batched, of {@code
 * io.gradus.training.rollout}.
 */
package io.gradus.training.model;
