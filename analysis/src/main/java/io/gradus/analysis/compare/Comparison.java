package io.gradus.analysis.compare;

import io.gradus.analysis.law.Axis;
import java.util.List;

/**
 * The laws of one variant, benchmark and axis beside each other.
 *
 * @param axis what X is
 * @param variant {@code base} or {@code instruct}
 * @param benchmark the held-out set
 * @param scores every law and the baseline on every split that the curves allow
 * @param winner the law with the least held-out error, or {@link #BASELINE}
 * @param tied laws whose held-out error is not distinguishable from the winner's
 * @param sentence the outcome in words
 */
public record Comparison(
    Axis axis,
    String variant,
    String benchmark,
    List<HeldOutScore> scores,
    String winner,
    List<String> tied,
    String sentence) {

  /** Name of the baseline: loss stays at its last level. */
  public static final String BASELINE = "stays where it is";

  /** Copies the lists. */
  public Comparison {
    scores = List.copyOf(scores);
    tied = List.copyOf(tied);
  }
}
