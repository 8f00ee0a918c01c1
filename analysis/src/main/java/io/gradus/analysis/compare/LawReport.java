package io.gradus.analysis.compare;

import io.gradus.analysis.fit.FittedLaw;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.uncertainty.Band;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.Arrays;
import java.util.List;

/**
 * Everything known of one fitted law: a row of {@code fits} and its rows of {@code laws}.
 *
 * @param fit the law with its fitted parameters
 * @param intervals an interval for every reported parameter, in the same order
 * @param heldOut its scores; those of all sizes fitted alone together for a fit to one size
 * @param replicates the bootstrap's fits
 * @param level of intervals and bands, such as 0.95
 */
public record LawReport(
    FittedLaw fit,
    List<ParameterInterval> intervals,
    List<HeldOutScore> heldOut,
    List<LawFunction> replicates,
    double level) {

  /** Copies the lists. */
  public LawReport {
    intervals = List.copyOf(intervals);
    heldOut = List.copyOf(heldOut);
    replicates = List.copyOf(replicates);
  }

  /** The predicted loss at (N, X) with the interval that the replicates give. */
  public Band band(double params, double x) {
    double[] losses = replicates.stream().mapToDouble(f -> f.predict(params, x)).toArray();
    double loss = fit.predict(params, x);
    if (losses.length == 0) {
      return new Band(loss, Double.NaN, Double.NaN);
    }
    Arrays.sort(losses);
    double tail = (1 - level) / 2;
    return new Band(
        loss,
        losses[(int) Math.floor(tail * (losses.length - 1))],
        losses[(int) Math.ceil((1 - tail) * (losses.length - 1))]);
  }
}
