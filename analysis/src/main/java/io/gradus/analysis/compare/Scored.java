package io.gradus.analysis.compare;

import java.util.Arrays;
import java.util.List;

/**
 * A contender's result on one split, point by point.
 *
 * @param score the summary for tables
 * @param held which points were hidden
 * @param predictions what was predicted, in the order of the split's test points
 * @param squared squared ln(observed / predicted) in the same order
 */
record Scored(HeldOutScore score, HeldOut held, Predictions predictions, double[] squared) {

  /**
   * Predictions of held-out points: log losses, the ends of their intervals, and what share of
   * their squared errors a law that is right would make: the noise of evaluations and, for later
   * steps, the parameters' uncertainty. For hidden sizes the latter is not excused: a fit to fewer
   * sizes is always less certain, and a law that was off by no more than that was still off.
   */
  record Predictions(double[] logLoss, double[] low, double[] high, double[] variance) {

    Predictions(int points) {
      this(new double[points], new double[points], new double[points], new double[points]);
      Arrays.fill(logLoss, Double.NaN);
    }

    boolean complete() {
      return Arrays.stream(logLoss).noneMatch(Double::isNaN);
    }
  }

  static Scored of(Contender contender, HeldOut held, Predictions predictions, CurveGroup group) {
    int n = held.test().length;
    double[] squared = new double[n];
    int covered = 0;
    double sum = 0;
    double expected = 0;
    for (int j = 0; j < n; j++) {
      double observed = held.all().logLoss(held.test()[j]);
      double off = observed - predictions.logLoss()[j];
      squared[j] = off * off;
      sum += squared[j];
      expected += predictions.variance()[j];
      covered += observed >= predictions.low()[j] && observed <= predictions.high()[j] ? 1 : 0;
    }
    HeldOutScore score =
        new HeldOutScore(
            contender,
            held.all().frame().axis(),
            group.key(),
            held.split(),
            n,
            Math.sqrt(sum / n),
            (double) covered / n,
            Math.sqrt(Math.max(0, sum - expected) / n));
    return new Scored(score, held, predictions, squared);
  }

  Contender contender() {
    return score.contender();
  }

  static List<Contender> contenders(List<Scored> scored) {
    return scored.stream().map(Scored::contender).distinct().toList();
  }
}
