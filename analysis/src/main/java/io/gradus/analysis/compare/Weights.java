package io.gradus.analysis.compare;

import io.gradus.analysis.compare.Scored.Predictions;
import io.gradus.analysis.uncertainty.Quantiles;
import java.util.ArrayList;
import java.util.List;

/**
 * How much each contender counts where all predict together: in proportion to the inverse of its
 * mean squared error on what was hidden from it (Bates and Granger 1969, without correlations). On
 * curves of real trainings no single law stays the best, and laws err to different sides: most fall
 * on too long, and the baseline stops at once.
 */
final class Weights {
  private static final double LEAST_ERROR = 1e-6;

  private Weights() {}

  /** The weight of an error before all are made to sum to 1. */
  static double of(double error) {
    double square = Math.max(LEAST_ERROR, error);
    return 1 / (square * square);
  }

  /**
   * The scores of all contenders together, split by split, with the weights that forecasts use: a
   * contender's error is the geometric mean over the splits of the same kind. Weights are as many
   * as contenders and far from all or nothing, so that they flatter these scores little; what is
   * left of that is made up by how far the contenders lie apart, which every forecast's interval
   * holds.
   */
  static List<HeldOutScore> combined(CurveGroup group, List<Scored> scored, double level) {
    List<HeldOutScore> scores = new ArrayList<>();
    for (HeldOut held : scored.stream().map(Scored::held).distinct().toList()) {
      List<Scored> own = scored.stream().filter(s -> s.held() == held).toList();
      double[] weights = new double[own.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = weight(own.get(i), scored);
      }
      double tail = -Quantiles.normal((1 - level) / 2);
      Predictions together = together(own, weights, tail);
      scores.add(Scored.of(Contender.COMBINED, held, together, group).score());
    }
    return scores;
  }

  private static double weight(Scored one, List<Scored> scored) {
    boolean sizes = one.held().split().hidesSizes();
    return Math.exp(
        scored.stream()
            .filter(s -> s.contender().equals(one.contender()))
            .map(Scored::score)
            .filter(s -> s.split().hidesSizes() == sizes)
            .mapToDouble(s -> Math.log(of(s.error())))
            .average()
            .orElseThrow());
  }

  private static Predictions together(List<Scored> own, double[] weights, double tail) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    int points = own.get(0).predictions().logLoss().length;
    Predictions together = new Predictions(points);
    for (int j = 0; j < points; j++) {
      double mean = 0;
      for (int i = 0; i < weights.length; i++) {
        mean += weights[i] / sum * own.get(i).predictions().logLoss()[j];
      }
      double spread = 0;
      double within = 0;
      double excused = 0;
      for (int i = 0; i < weights.length; i++) {
        Predictions each = own.get(i).predictions();
        double off = each.logLoss()[j] - mean;
        double half = (each.high()[j] - each.low()[j]) / 2 / tail;
        spread += weights[i] / sum * off * off;
        within += weights[i] / sum * half * half;
        excused += weights[i] / sum * each.variance()[j];
      }
      double reach = tail * Math.sqrt(within + spread);
      together.logLoss()[j] = mean;
      together.low()[j] = mean - reach;
      together.high()[j] = mean + reach;
      together.variance()[j] = excused + spread;
    }
    return together;
  }
}
