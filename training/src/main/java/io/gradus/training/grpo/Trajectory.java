package io.gradus.training.grpo;

import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.Rollout;
import java.io.Serializable;
import java.util.Optional;

/**
 * A rollout with what the update needs to know of it; arrays have one entry a completion token.
 *
 * @param advantage of the completion within its group
 * @param scores under the policy that the step began with, at the trainer's precision, where they
 *     were computed before the update
 * @param referenceLogprobs under the frozen initial policy; empty where the loss has no use for
 *     them
 */
public record Trajectory(
    Rollout rollout, float advantage, Optional<Scores> scores, Optional<float[]> referenceLogprobs)
    implements Serializable {
  public Trajectory {
    int tokens = rollout.completionIds().length;
    int scored = scores.map(s -> s.logprobs().length).orElse(tokens);
    int reference = referenceLogprobs.map(logprobs -> logprobs.length).orElse(tokens);
    if (tokens == 0 || scored != tokens || reference != tokens) {
      throw new IllegalArgumentException(
          String.format(
              "Sample %d of problem %s has %d completion tokens, %d old and %d reference logprobs,"
                  + " expected as many of each and at least 1",
              rollout.sample(), rollout.problemId(), tokens, scored, reference));
    }
  }

  int tokens() {
    return rollout.completionIds().length;
  }

  Sequence sequence() {
    return Sequence.of(rollout.promptIds(), rollout.completionIds());
  }

  /** What goes over the wire, since an Optional cannot be serialised. */
  private record Sent(Rollout rollout, float advantage, Scores scores, float[] referenceLogprobs)
      implements Serializable {
    private Object readResolve() {
      return new Trajectory(
          rollout, advantage, Optional.ofNullable(scores), Optional.ofNullable(referenceLogprobs));
    }
  }

  private Object writeReplace() {
    return new Sent(rollout, advantage, scores.orElse(null), referenceLogprobs.orElse(null));
  }
}
