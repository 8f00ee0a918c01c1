package io.gradus.analysis.plan;

import io.gradus.analysis.uncertainty.Quantiles;
import io.gradus.analysis.uncertainty.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The candidates in order, with intervals and probabilities of being best from joint draws. */
final class Ranking {
  private final List<PlanOption> options;
  private final List<Candidate> ordered;
  private final Map<Candidate, double[]> draws;

  private Ranking(
      List<PlanOption> options, List<Candidate> ordered, Map<Candidate, double[]> draws) {
    this.options = options;
    this.ordered = ordered;
    this.draws = draws;
  }

  List<PlanOption> options() {
    return options;
  }

  /** The candidates by probability of being best, most likely first. */
  List<Candidate> ordered() {
    return ordered;
  }

  /** The log losses of a candidate over all draws. */
  double[] draws(Candidate candidate) {
    return draws.get(candidate);
  }

  static Ranking of(PlanLaws laws, List<Candidate> candidates, PlanRequest request) {
    int draws = laws.draws();
    double[][] losses = new double[candidates.size()][draws];
    int[] wins = new int[candidates.size()];
    for (int b = 0; b < draws; b++) {
      draw(laws, candidates, request, b, losses);
      int best = best(candidates, losses, b, request);
      if (best >= 0) {
        wins[best]++;
      }
    }
    List<PlanOption> options = new ArrayList<>();
    Map<Candidate, Double> chances = new HashMap<>();
    for (int c = 0; c < candidates.size(); c++) {
      Candidate candidate = candidates.get(c);
      double center = candidate.logLoss(laws);
      double[] ends = Quantiles.around(center, losses[c], request.level());
      double chance = draws == 0 ? Double.NaN : (double) wins[c] / draws;
      chances.put(candidate, chance);
      options.add(
          new PlanOption(
              candidate.terms().params(),
              candidate.steps(),
              candidate.terms().groupSize(),
              candidate.terms().tau(),
              candidate.data(),
              candidate.compute(),
              Math.min(1, Math.exp(center)),
              Math.min(1, Math.exp(ends[0])),
              Math.min(1, Math.exp(ends[1])),
              chance,
              laws.extrapolation(candidate.terms().params(), candidate.data())));
    }
    boolean target = request.budget().targetLoss().isPresent();
    options.sort(
        target
            ? Comparator.comparingDouble(
                o -> Double.isNaN(o.compute()) ? o.params() * o.data() : o.compute())
            : Comparator.comparingDouble(PlanOption::loss));
    List<Candidate> ordered = new ArrayList<>(candidates);
    ordered.sort(Comparator.comparingDouble(c -> -chances.get(c)));
    Map<Candidate, double[]> byCandidate = new HashMap<>();
    for (int c = 0; c < losses.length; c++) {
      byCandidate.put(candidates.get(c), losses[c]);
    }
    return new Ranking(options, ordered, byCandidate);
  }

  /**
   * One draw of all candidates' log losses: a replicate of a law; an effect drawn once for all
   * candidates that share it; that law's misfit drawn once for every size.
   */
  private static void draw(
      PlanLaws laws,
      List<Candidate> candidates,
      PlanRequest request,
      int replicate,
      double[][] losses) {
    PlanLaws.Drawn drawn = laws.draw(replicate);
    for (int c = 0; c < candidates.size(); c++) {
      Candidate candidate = candidates.get(c);
      Candidate.Terms terms = candidate.terms();
      double misfit =
          drawn
              .law()
              .misfit(candidate.data() / laws.largestX(), terms.params() / laws.largestSize());
      losses[c][replicate] =
          candidate.logLoss(drawn)
              + terms.groupEffect().error()
                  * normal(request, replicate, "group" + terms.groupSize())
              + terms.reuseEffect().error() * normal(request, replicate, "reuse" + terms.tau())
              + misfit * ofSize(request, replicate, terms.params());
    }
  }

  /** The draw of a law's misfit at a size, in standard deviations. */
  static double ofSize(PlanRequest request, int replicate, double params) {
    return normal(request, replicate, "size" + params);
  }

  private static double normal(PlanRequest request, int replicate, String name) {
    long seed = Seeds.mix(Seeds.mix(request.seed(), name), replicate);
    double uniform = (new SplittableRandom(seed).nextLong() >>> 12) * 0x1p-52 + 0x1p-53;
    return Quantiles.normal(uniform);
  }

  /** The best candidate of a draw: least loss, or least cost among those that reach the target. */
  private static int best(
      List<Candidate> candidates, double[][] losses, int draw, PlanRequest request) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < losses.length; c++) {
      double value = losses[c][draw];
      if (request.budget().targetLoss().isPresent()) {
        double target = Math.log(request.budget().targetLoss().getAsDouble());
        value = value <= target ? candidates.get(c).cost() : Double.POSITIVE_INFINITY;
      }
      if (value < least) {
        least = value;
        best = c;
      }
    }
    return best;
  }
}
