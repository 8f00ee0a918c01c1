package io.gradus.analysis.plan;

import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.uncertainty.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The laws that a plan rests on: all that were fitted to all sizes, each weighted by the inverse of
 * its mean squared held-out error, as in forecasts. The prediction is their weighted mean; a draw
 * is a replicate of one of them, chosen with its weight, so that draws hold how far the laws lie
 * apart. Where nothing could be hidden it is the first law alone.
 */
final class PlanLaws implements LossFunction {
  private static final int NAMED = 3;
  private static final double LEAST_ERROR = 1e-6;

  private record Member(PredictiveLaw law, double weight) {}

  /**
   * One draw.
   *
   * @param law the law that was chosen
   * @param function one of its replicates
   */
  record Drawn(PredictiveLaw law, LawFunction function) implements LossFunction {
    @Override
    public double logLoss(double params, double data) {
      return Math.log(function.predict(params, data));
    }
  }

  private final List<Member> members;
  private final long seed;

  private PlanLaws(List<Member> members, long seed) {
    this.members = members;
    this.seed = seed;
  }

  /**
   * The laws together.
   *
   * @param laws over data and all sizes of one key, at least one
   * @param seed of which law each draw is of
   */
  static PlanLaws of(List<PredictiveLaw> laws, long seed) {
    List<PredictiveLaw> tested = laws.stream().filter(l -> !Double.isNaN(l.error())).toList();
    if (tested.isEmpty()) {
      return new PlanLaws(List.of(new Member(laws.get(0), 1)), seed);
    }
    double sum = tested.stream().mapToDouble(PlanLaws::weight).sum();
    return new PlanLaws(tested.stream().map(l -> new Member(l, weight(l) / sum)).toList(), seed);
  }

  private static double weight(PredictiveLaw law) {
    double error = Math.max(LEAST_ERROR, law.error());
    return 1 / (error * error);
  }

  @Override
  public double logLoss(double params, double data) {
    return members.stream()
        .mapToDouble(m -> m.weight() * Math.log(m.law().fit().predict(params, data)))
        .sum();
  }

  /** How many draws there are. */
  int draws() {
    return members.stream().mapToInt(m -> m.law().replicates().size()).min().orElse(0);
  }

  /** The draw of a number below {@link #draws}. */
  Drawn draw(int number) {
    SplittableRandom random = new SplittableRandom(Seeds.mix(Seeds.mix(seed, "law"), number));
    double left = random.nextDouble();
    Member chosen = members.get(members.size() - 1);
    for (Member member : members) {
      left -= member.weight();
      if (left < 0) {
        chosen = member;
        break;
      }
    }
    return new Drawn(chosen.law(), chosen.law().replicates().get(number));
  }

  /** The fitted sizes. */
  TreeSet<Double> sizes() {
    TreeSet<Double> sizes = new TreeSet<>();
    members.forEach(m -> sizes.addAll(m.law().fit().model().frame().sizes()));
    return sizes;
  }

  double largestSize() {
    return members.stream().mapToDouble(m -> m.law().largestSize()).max().orElseThrow();
  }

  double largestX() {
    return members.stream().mapToDouble(m -> m.law().largestX()).max().orElseThrow();
  }

  /** How many times beyond the largest X or N a point lies, at least 1. */
  double extrapolation(double params, double data) {
    return Math.max(1, Math.max(data / largestX(), params / largestSize()));
  }

  /** What they are, in words. */
  String label() {
    if (members.size() == 1) {
      PredictiveLaw law = members.get(0).law();
      return Double.isNaN(law.error())
          ? law.law() + " over data (nothing could be hidden to test it)"
          : String.format(
              Locale.ROOT, "%s over data (held-out error %.3f)", law.law(), law.error());
    }
    List<Member> most = new ArrayList<>(members);
    most.sort(Comparator.comparingDouble(Member::weight).reversed());
    return "%d laws over data together, weighted by their held-out errors (most: %s)"
        .formatted(
            members.size(),
            most.stream()
                .limit(NAMED)
                .map(m -> String.format(Locale.ROOT, "%s %.2f", m.law().law(), m.weight()))
                .collect(Collectors.joining(", ")));
  }
}
