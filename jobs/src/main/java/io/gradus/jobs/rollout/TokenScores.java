package io.gradus.jobs.rollout;

import java.io.Serializable;

/**
 * What an update needs to know of a rollout's tokens; every array has one entry a completion token.
 *
 * @param trainerLogprobs under the policy that sampled them, at the trainer's precision
 * @param referenceLogprobs under the reference policy; where there is none, the same as the
 *     trainer's
 * @param entropies of the trainer's distributions, in nats
 */
public record TokenScores(float[] trainerLogprobs, float[] referenceLogprobs, float[] entropies)
    implements Serializable {}
