/**
 * Group relative policy optimisation (GRPO; Shao et al., arXiv 2402.03300) and its relatives, as
 * one loss made of named parts:
 *
 * <ul>
 *   <li>{@link io.gradus.training.grpo.Advantage}: rewards to advantages;
 *   <li>{@link io.gradus.training.grpo.PolicyLoss} and {@link io.gradus.training.grpo.Clip}: ratio
 *       and advantage to the loss of a token;
 *   <li>{@link io.gradus.training.grpo.SamplerCorrection}: its weight for the sampler's arithmetic;
 *   <li>{@link io.gradus.training.grpo.Kl} and {@link io.gradus.training.grpo.KlEstimator}: the
 *       distance from the reference;
 *   <li>{@link io.gradus.training.grpo.Aggregation} and {@link io.gradus.training.grpo.Overlong}:
 *       token losses to one number.
 * </ul>
 *
 * <p>{@link io.gradus.training.grpo.GrpoLoss} joins those of a token, {@link
 * io.gradus.training.grpo.GrpoUpdate} takes the steps. Defaults are those of the study of arXiv
 * 2509.25300. Works on rollouts and rewards as plain records.
 */
package io.gradus.training.grpo;
