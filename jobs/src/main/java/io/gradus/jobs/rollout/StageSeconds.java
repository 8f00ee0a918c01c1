package io.gradus.jobs.rollout;

import java.io.Serializable;

/**
 * What a rollout stage spent its time on: the work of tasks, summed over them, and Spark's share.
 *
 * @param load until tasks held the weights
 * @param sample sampling
 * @param oldLogprobs scoring under the policy that sampled, in the update's arithmetic
 * @param reference scoring under the reference policy
 * @param verify decoding and grading
 * @param spark wall time of the stage in which no task was at work
 */
public record StageSeconds(
    double load, double sample, double oldLogprobs, double reference, double verify, double spark)
    implements Serializable {
  /** The sums of both. */
  public StageSeconds plus(StageSeconds other) {
    return new StageSeconds(
        load + other.load,
        sample + other.sample,
        oldLogprobs + other.oldLogprobs,
        reference + other.reference,
        verify + other.verify,
        spark + other.spark);
  }
}
