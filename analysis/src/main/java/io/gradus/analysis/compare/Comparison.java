package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import java.util.List;

/**
 * The laws of one family, variant, benchmark and axis beside each other.
 *
 * @param axis what X is
 * @param key whose curves they were fitted to
 * @param scores every law and the baseline on every split that the curves allow
 * @param combined all of them together on every split, weighted by how each did
 * @param winner the law with the least held-out error, or {@link Contender#STAYS}
 * @param tied laws whose held-out error is not distinguishable from the winner's
 * @param outcome the outcome in words, without saying whose it is
 */
public record Comparison(
    Axis axis,
    CurveKey key,
    List<HeldOutScore> scores,
    List<HeldOutScore> combined,
    Contender winner,
    List<Contender> tied,
    String outcome) {

  /** Copies the lists. */
  public Comparison {
    scores = List.copyOf(scores);
    combined = List.copyOf(combined);
    tied = List.copyOf(tied);
  }

  /** The outcome in words. */
  public String sentence() {
    return "%s over %s: %s".formatted(key.label(), axis.column(), outcome);
  }
}
