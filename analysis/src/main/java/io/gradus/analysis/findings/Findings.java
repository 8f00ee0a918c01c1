package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import io.gradus.analysis.findings.Study.Group;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tests the four findings of arXiv 2509.25300 on the curves of one benchmark.
 *
 * <p>Sizes are compared on runs with the least reuse at the commonest group size. A finding is
 * supported when the overall effect of each of its parts is, and no single comparison contradicts
 * it; contradicted when an overall effect is; undecided otherwise, also when the whole points one
 * way and a part of it clearly the other.
 */
public final class Findings {

  /**
   * What counts as no difference.
   *
   * @param reuseMargin largest loss ratio, reused over fresh data, that counts as no cost
   * @param claimedReuse largest τ for which the paper claims no cost
   * @param alikeMargin largest ratio of base's and instruct's k that counts as alike
   */
  public record Settings(double reuseMargin, int claimedReuse, double alikeMargin) {
    /** 10 % of loss, τ up to 25, and a quarter of k. */
    public static final Settings DEFAULT = new Settings(1.10, 25, 1.25);

    public Settings {
      if (reuseMargin <= 1 || alikeMargin <= 1 || claimedReuse < 2) {
        throw new IllegalArgumentException(
            "Margins must be ratios above 1 and claimed reuse at least 2, found %s, %s and %d"
                .formatted(reuseMargin, alikeMargin, claimedReuse));
      }
    }
  }

  /**
   * A model size with the learning efficiency measured there.
   *
   * @param k mean over runs, with its 95 % interval
   * @param r2 share of the variance of log loss that a straight line in log X explains, mean over
   *     runs
   */
  public record SizeEfficiency(
      String family,
      String variant,
      double params,
      double k,
      double low,
      double high,
      double r2,
      int runs) {}

  static final String EQUAL_COMPUTE = "loss at equal compute";
  static final String EQUAL_DATA = "loss at equal data";
  static final String EFFICIENCY = "learning efficiency k";

  private Findings() {}

  /** The four findings in order. */
  public static List<Finding> test(List<CurvePoint> points, String benchmark, Settings settings) {
    Study all = Study.of(points, benchmark);
    Study plain = all.plain();
    return List.of(
        equalCompute(plain),
        equalData(plain),
        reuse(all.commonGroupSize(), settings),
        variants(plain, settings));
  }

  /**
   * Questions beyond the four, numbered from 5, that the curves can answer: larger groups, and what
   * carries over to other benchmarks.
   */
  public static List<Finding> further(List<CurvePoint> points, String benchmark) {
    List<Finding> further = new ArrayList<>();
    groupSize(Study.of(points, benchmark).leastReuse()).ifPresent(further::add);
    carryOver(points, benchmark).ifPresent(further::add);
    return further;
  }

  /** The points of a benchmark that sizes are compared on. */
  public static List<CurvePoint> plain(List<CurvePoint> points, String benchmark) {
    return Study.of(points, benchmark).plain().curves().stream()
        .flatMap(c -> c.points().stream())
        .toList();
  }

  /** k of every size, of runs with the least reuse at the commonest group size. */
  public static List<SizeEfficiency> efficiencies(
      List<CurvePoint> points, String benchmark, Axis axis) {
    List<SizeEfficiency> result = new ArrayList<>();
    EfficiencyTrend.of(Study.of(points, benchmark).plain(), axis)
        .forEach(
            (group, trend) ->
                trend
                    .sizes()
                    .forEach(
                        (params, sample) -> {
                          Estimate k = sample.estimate(trend.spread());
                          double margin = k.margin(Contrasts.LEVEL);
                          result.add(
                              new SizeEfficiency(
                                  group.family(),
                                  group.variant(),
                                  params,
                                  k.value(),
                                  k.value() - margin,
                                  k.value() + margin,
                                  trend.r2().get(params),
                                  sample.size()));
                        }));
    return result;
  }

  private static Finding equalCompute(Study study) {
    Contrasts contrasts = new Contrasts();
    NeighbourComparison.sizes(contrasts, study, Axis.COMPUTE, EQUAL_COMPUTE);
    List<Effect> effects = contrasts.effects();
    return new Finding(
        1,
        "At equal compute, a larger model trained for fewer steps reaches the lower loss.",
        Wording.verdict(effects),
        List.of(new Finding.Part(EQUAL_COMPUTE, Wording.verdict(effects))),
        effects.isEmpty()
            ? Wording.untestable(study, Axis.COMPUTE)
            : Wording.sizes(effects, EQUAL_COMPUTE, "compute"),
        effects,
        Wording.seeds(study));
  }

  private static Finding equalData(Study study) {
    Contrasts contrasts = new Contrasts();
    NeighbourComparison.sizes(contrasts, study, Axis.DATA, EQUAL_DATA);
    Map<Group, Sizes> trends = EfficiencyTrend.of(study, Axis.DATA);
    EfficiencyTrend.add(contrasts, trends, EFFICIENCY);
    List<Effect> effects = contrasts.effects();
    List<Effect> levels = Wording.part(effects, EQUAL_DATA);
    List<Effect> slopes = Wording.part(effects, EFFICIENCY);
    String answer =
        effects.isEmpty()
            ? Wording.untestable(study, Axis.DATA)
            : Wording.sizes(levels, EQUAL_DATA, "data") + " " + Wording.efficiency(slopes, trends);
    List<Finding.Part> parts =
        List.of(
            new Finding.Part(EQUAL_DATA, Wording.verdict(levels)),
            new Finding.Part(EFFICIENCY, Wording.overall(slopes)));
    return new Finding(
        2,
        "At equal data, larger models have the lower loss and learn more from each prompt.",
        both(parts),
        parts,
        answer,
        effects,
        Wording.seeds(study));
  }

  private static Finding reuse(Study study, Settings settings) {
    Contrasts contrasts = new Contrasts();
    ReuseComparison.add(contrasts, study, Math.log10(settings.reuseMargin()));
    List<Effect> effects = contrasts.effects();
    return new Finding(
        3,
        "With limited data, going over it again works: the number of steps governs the loss, not"
            + " the number of different problems.",
        Wording.reuseVerdict(effects, settings),
        List.of(
            new Finding.Part(
                ReuseComparison.COST,
                Wording.reuseVerdict(Wording.part(effects, ReuseComparison.COST), settings)),
            new Finding.Part(
                ReuseComparison.GAIN,
                Wording.reuseVerdict(Wording.part(effects, ReuseComparison.GAIN), settings))),
        Wording.reuse(effects, settings),
        effects,
        effects.isEmpty() ? List.of() : Wording.seeds(study));
  }

  private static Finding variants(Study study, Settings settings) {
    Contrasts contrasts = new Contrasts();
    VariantComparison.add(
        contrasts, EfficiencyTrend.of(study, Axis.DATA), Math.log10(settings.alikeMargin()));
    List<Effect> effects = contrasts.effects();
    List<Finding.Part> parts =
        Stream.of(VariantComparison.LEVEL, VariantComparison.TREND)
            .map(p -> new Finding.Part(p, Wording.verdict(Wording.part(effects, p))))
            .toList();
    return new Finding(
        4,
        "Base and instruct models follow the same law.",
        both(parts),
        parts,
        Wording.variants(effects, settings),
        effects,
        effects.isEmpty() ? List.of() : Wording.seeds(study));
  }

  private static Optional<Finding> groupSize(Study study) {
    Contrasts contrasts = new Contrasts();
    NeighbourComparison.groupSizes(contrasts, study, Axis.DATA, EQUAL_DATA);
    NeighbourComparison.groupSizes(contrasts, study, Axis.COMPUTE, EQUAL_COMPUTE);
    List<Effect> effects = contrasts.effects();
    if (effects.isEmpty()) {
      return Optional.empty();
    }
    List<Finding.Part> parts =
        Stream.of(EQUAL_DATA, EQUAL_COMPUTE)
            .filter(p -> !Wording.part(effects, p).isEmpty())
            .map(p -> new Finding.Part(p, Wording.verdict(Wording.part(effects, p))))
            .toList();
    return Optional.of(
        new Finding(
            5,
            "Larger groups of rollouts reach the lower loss, at equal data and at equal compute.",
            both(parts),
            parts,
            Wording.groupSizes(effects),
            effects,
            Wording.seeds(study)));
  }

  private static Optional<Finding> carryOver(List<CurvePoint> points, String benchmark) {
    List<String> others =
        points.stream()
            .map(CurvePoint::benchmark)
            .filter(b -> !b.equals(benchmark))
            .distinct()
            .sorted()
            .toList();
    Contrasts contrasts = new Contrasts();
    others.forEach(b -> CarryOver.add(contrasts, Study.of(points, b).plain(), b));
    List<Effect> effects = contrasts.effects();
    if (effects.isEmpty()) {
      return Optional.empty();
    }
    Contrasts trained = new Contrasts();
    CarryOver.add(trained, Study.of(points, benchmark).plain(), benchmark);
    List<Finding.Part> parts =
        others.stream()
            .filter(b -> !Wording.part(effects, b).isEmpty())
            .map(b -> new Finding.Part(b, Wording.verdict(Wording.part(effects, b))))
            .toList();
    return Optional.of(
        new Finding(
            6,
            "What is learned carries over: losses on other benchmarks fall too.",
            both(parts),
            parts,
            Wording.carryOver(trained.effects(), effects),
            effects,
            List.of()));
  }

  private static Verdict both(List<Finding.Part> parts) {
    return Verdict.all(parts.stream().map(Finding.Part::verdict).toList());
  }
}
