package io.gradus.analysis.forecast;

import io.gradus.analysis.uncertainty.Band;
import io.gradus.analysis.uncertainty.Quantiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Several predictions of one log loss as one: their weighted mean, and a variance that holds each
 * one's own and how far they lie apart.
 */
final class Mixture {
  /**
   * One prediction.
   *
   * @param weight how much it counts
   * @param logLoss natural logarithm of the loss
   * @param deviation its standard deviation
   */
  private record Part(double weight, double logLoss, double deviation) {}

  private final List<Part> parts = new ArrayList<>();

  void add(double weight, double logLoss, double deviation) {
    parts.add(new Part(weight, logLoss, deviation));
  }

  /** Natural logarithm of the mean's loss; a loss is at most 1. */
  double logLoss() {
    double sum = parts.stream().mapToDouble(Part::weight).sum();
    return Math.min(0, parts.stream().mapToDouble(p -> p.weight() / sum * p.logLoss()).sum());
  }

  /**
   * The loss and its interval.
   *
   * @param misfit standard deviation of what is in none of the parts, in log loss
   */
  Band band(double level, double misfit) {
    double mean = logLoss();
    double sum = parts.stream().mapToDouble(Part::weight).sum();
    double variance = misfit * misfit;
    for (Part part : parts) {
      double off = part.logLoss() - mean;
      variance += part.weight() / sum * (off * off + part.deviation() * part.deviation());
    }
    double reach = -Quantiles.normal((1 - level) / 2) * Math.sqrt(variance);
    return new Band(Math.exp(mean), Math.exp(mean - reach), Math.exp(Math.min(0, mean + reach)));
  }
}
