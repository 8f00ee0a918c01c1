package io.gradus.analysis.plan;

import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ReferenceRuns;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.plan.PlanRequest.Extrapolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Ranks the runs that a budget could buy: what {@code plan} calls.
 *
 * <p>Losses come from all laws over data together, weighted by their held-out errors ({@link
 * PlanLaws}), changed by the measured effects of group size and reuse at equal data; costs from the
 * runs' own tokens. Every draw of a law's replicate, with a draw of the effects and of the law's
 * own misfit, ranks the choices once, which gives their probabilities of being best. Group sizes
 * and reuses that no run has measured are not proposed.
 */
public final class Planner {
  private final PlanRequest request;
  private final PlanLaws laws;
  private final RunCosts costs;
  private final Effects groupEffects;
  private final Effects reuseEffects;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private double longest;

  private Planner(PlanRequest request, PlanLaws laws, List<CurvePoint> points) {
    this.request = request;
    this.laws = laws;
    this.costs = RunCosts.of(points);
    RunSetting reference = ReferenceRuns.of(points).setting();
    this.groupEffects = Effects.ofGroupSize(points, reference);
    this.reuseEffects = Effects.ofReuse(points, reference);
  }

  /**
   * Plans.
   *
   * @param laws laws with their replicates, as {@code analyze} saved them
   * @param points the curves they were fitted to
   * @throws IllegalArgumentException if no law fits the request, or compute is limited and no run
   *     knows its tokens
   */
  public static PlanResult plan(
      List<PredictiveLaw> laws, List<CurvePoint> points, PlanRequest request) {
    List<PredictiveLaw> suitable =
        laws.stream()
            .filter(l -> l.axis() == Axis.DATA && l.scope() instanceof Scope.AllSizes)
            .filter(l -> l.key().equals(request.key()))
            .toList();
    if (suitable.isEmpty()) {
      throw new IllegalArgumentException(
          "No law over data and all sizes for family '%s', variant '%s' and benchmark '%s'"
              .formatted(
                  request.key().family(),
                  request.key().variant().name(),
                  request.key().benchmark()));
    }
    List<CurvePoint> own =
        points.stream().filter(p -> CurveKey.of(p).equals(request.key())).toList();
    Planner planner = new Planner(request, PlanLaws.of(suitable, request.seed()), own);
    if (!Double.isInfinite(request.budget().compute()) && !planner.costs.knowsTokens()) {
      throw new IllegalArgumentException(
          "A compute budget needs curves that know their training tokens; plan by data instead");
    }
    return planner.plan();
  }

  private PlanResult plan() {
    for (double size : sizes()) {
      for (int groupSize : groupEffects.measured()) {
        for (int tau : reuseEffects.measured()) {
          if (tau <= request.budget().largestReuse()) {
            propose(size, groupSize, tau);
          }
        }
      }
    }
    if (longest > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The budget would pay for up to %.1f times the prompts that any run has seen; steps are"
                  + " planned to %.1f times, the limit of extrapolation.",
              longest,
              request.beyond()));
    }
    if (groupEffects.measured().size() == 1) {
      notes.add("Only one group size has been run; others are not proposed.");
    }
    if (reuseEffects.measured().size() == 1 && request.budget().largestReuse() > 1) {
      notes.add("Reuse is allowed but no run has measured it; it is not proposed.");
    }
    Ranking ranking = Ranking.of(laws, candidates, request);
    Optional<NextRun> next =
        NextRunSearch.find(laws, costs, ranking, request, groupEffects.measured().get(0));
    return new PlanResult(request.key(), laws.label(), ranking.options(), refused, next, notes);
  }

  private TreeSet<Double> sizes() {
    TreeSet<Double> sizes = new TreeSet<>(request.sizes());
    if (sizes.isEmpty()) {
      sizes.addAll(laws.sizes());
      sizes.add(2 * laws.largestSize());
    }
    return sizes;
  }

  private void propose(double size, int groupSize, int tau) {
    Candidate.Terms terms =
        new Candidate.Terms(
            size,
            groupSize,
            tau,
            groupEffects.of(groupSize),
            reuseEffects.of(tau),
            costs.computePerPrompt(size, groupSize),
            costs.promptsPerStep());
    boolean free = request.extrapolation() == Extrapolation.ALLOW;
    double sizeFactor = size / laws.largestSize();
    if (sizeFactor > request.beyond() && !free) {
      refuse(terms, "is %.1f times the largest size that has runs", sizeFactor);
      return;
    }
    double mostData = free ? Double.POSITIVE_INFINITY : request.beyond() * laws.largestX();
    double affordable = affordable(terms);
    if (request.budget().targetLoss().isPresent()) {
      reach(terms, Math.min(affordable, mostData));
      return;
    }
    double data = Math.min(affordable, mostData);
    int steps = (int) Math.min(Integer.MAX_VALUE, Math.floor(data / costs.promptsPerStep()));
    if (steps < 1) {
      refused.add(terms.label() + ": the budget does not pay for one step");
      return;
    }
    if (affordable > mostData) {
      longest = Math.max(longest, affordable / laws.largestX());
    }
    candidates.add(new Candidate(terms, steps));
  }

  private void refuse(Candidate.Terms terms, String why, double factor) {
    refused.add(
        terms.label()
            + String.format(
                Locale.ROOT,
                " " + why + ", beyond the limit of %.1f; ask for extrapolation to rank it",
                factor,
                request.beyond()));
  }

  private double affordable(Candidate.Terms terms) {
    double byCompute =
        Double.isInfinite(request.budget().compute())
            ? Double.POSITIVE_INFINITY
            : request.budget().compute() / terms.computePerPrompt();
    return Math.min(byCompute, request.budget().uniquePrompts() * terms.tau());
  }

  /** Adds the least steps that are predicted to reach the target, where there are such. */
  private void reach(Candidate.Terms terms, double mostData) {
    double target = request.budget().targetLoss().getAsDouble();
    double ceiling = Math.min(mostData, 1e6 * laws.largestX());
    int most = (int) Math.min(Integer.MAX_VALUE, Math.floor(ceiling / costs.promptsPerStep()));
    if (most < 1 || new Candidate(terms, most).loss(laws) > target) {
      refused.add(
          terms.label()
              + String.format(
                  Locale.ROOT,
                  ": a loss of %.3g is not predicted within %.3g prompts",
                  target,
                  ceiling));
      return;
    }
    int least = 1;
    int enough = most;
    while (least < enough) {
      int middle = least + (enough - least) / 2;
      if (new Candidate(terms, middle).loss(laws) <= target) {
        enough = middle;
      } else {
        least = middle + 1;
      }
    }
    candidates.add(new Candidate(terms, enough));
  }
}
