package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.training.model.Compute;
import java.io.Serializable;

/**
 * How the task that sampled rollouts scores their tokens for an update.
 *
 * @param compute of the trainer, but for its device
 * @param microBatchTokens most tokens of one forward pass
 * @param oldFrom place in the step from which on rollouts are scored under the policy that sampled
 *     them; the update itself finds what it needs to know of those before
 * @param reference what the update keeps the policy close to
 */
public record Scoring(Compute compute, int microBatchTokens, int oldFrom, Reference reference)
    implements Serializable {

  /** What the KL term of the loss compares the policy with. */
  public sealed interface Reference extends Serializable {}

  /** There is no KL term, and no pass of a second policy. */
  public record NoReference() implements Reference {}

  /** A policy that stays as it is throughout the run. */
  public record FrozenPolicy(PolicyVersion version) implements Reference {}
}
