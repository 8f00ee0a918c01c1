package io.gradus.analysis.plan;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the small run that would narrow the answer most.
 *
 * <p>The answer is the difference of log losses between the two choices most likely to be best; its
 * spread over the law's replicates is what is not known. A small run would show its own curve at a
 * quarter, half and end of its steps, with binomial noise; how much of the spread that takes away
 * follows from their covariance over the draws, as in linear regression. A run at the size of a
 * choice also shows how far the law is off there.
 */
final class NextRunSearch {
  private static final double SHARE_OF_BUDGET = 0.1;
  private static final double[] SEEN_AT = {0.25, 0.5, 1};
  private static final double[] LENGTHS = {0.25, 0.5, 1};
  private static final double STEPS_A_LOOK = 4;
  private static final int LEAST_STEPS = 4;

  private NextRunSearch() {}

  static Optional<NextRun> find(
      PlanLaws laws, RunCosts costs, Ranking ranking, PlanRequest request, int groupSize) {
    if (ranking.ordered().size() < 2 || laws.draws() < 2) {
      return Optional.empty();
    }
    Candidate first = ranking.ordered().get(0);
    Candidate second = ranking.ordered().get(1);
    double mostCost = SHARE_OF_BUDGET * Math.max(first.cost(), second.cost());
    TreeSet<Double> sizes = laws.sizes();
    sizes.add(first.terms().params());
    sizes.add(second.terms().params());
    NextRun best = null;
    for (double size : sizes) {
      for (double length : LENGTHS) {
        int steps = (int) Math.rint(length * laws.largestX() / costs.promptsPerStep());
        double data = steps * costs.promptsPerStep();
        double compute = data * costs.computePerPrompt(size, groupSize);
        double cost = costs.knowsTokens() ? compute : size * data;
        if (steps >= LEAST_STEPS && cost <= mostCost) {
          Look look = new Look(size, data, steps);
          double narrows = narrows(laws, costs, ranking, request, look);
          if (best == null || narrows > best.narrows()) {
            best = new NextRun(size, steps, data, compute, narrows);
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** A small run to look at. */
  private record Look(double size, double data, int steps) {}

  /** Expected share by which the standard deviation of the difference falls. */
  private static double narrows(
      PlanLaws laws, RunCosts costs, Ranking ranking, PlanRequest request, Look look) {
    double[] first = ranking.draws(ranking.ordered().get(0));
    double[] second = ranking.draws(ranking.ordered().get(1));
    int looks = SEEN_AT.length;
    double[][] samples = new double[looks + 1][first.length];
    for (int b = 0; b < first.length; b++) {
      PlanLaws.Drawn drawn = laws.draw(b);
      double misfit = drawn.law().misfit(1, look.size() / laws.largestSize());
      double off = misfit * Ranking.ofSize(request, b, look.size());
      samples[0][b] = first[b] - second[b];
      for (int l = 0; l < looks; l++) {
        samples[l + 1][b] = drawn.logLoss(look.size(), SEEN_AT[l] * look.data()) + off;
      }
    }
    double[][] covariance = covariance(samples);
    double before = covariance[0][0];
    for (int l = 1; l <= looks; l++) {
      double loss = Math.exp(laws.logLoss(look.size(), SEEN_AT[l - 1] * look.data()));
      double evaluations = Math.max(1, look.steps() / STEPS_A_LOOK);
      double noise = (1 - loss) / (loss * costs.problems() * evaluations);
      observe(covariance, l, noise);
    }
    return before > 0 ? 1 - Math.sqrt(Math.max(0, covariance[0][0]) / before) : 0;
  }

  private static double[][] covariance(double[][] samples) {
    int width = samples.length;
    int count = samples[0].length;
    double[] means = new double[width];
    for (int i = 0; i < width; i++) {
      for (double value : samples[i]) {
        means[i] += value / count;
      }
    }
    double[][] covariance = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        for (int b = 0; b < count; b++) {
          covariance[i][j] += (samples[i][b] - means[i]) * (samples[j][b] - means[j]) / (count - 1);
        }
      }
    }
    return covariance;
  }

  /** The covariance once the quantity {@code seen} has been observed with noise, in place. */
  private static void observe(double[][] covariance, int seen, double noise) {
    int width = covariance.length;
    double total = covariance[seen][seen] + noise;
    double[] column = new double[width];
    for (int i = 0; i < width; i++) {
      column[i] = covariance[i][seen];
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        covariance[i][j] -= column[i] * column[j] / total;
      }
    }
  }
}
