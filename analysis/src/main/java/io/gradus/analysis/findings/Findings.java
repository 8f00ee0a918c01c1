package io.gradus.analysis.findings;

import static io.gradus.analysis.findings.Finding.Source.ALL_VERSIONS;
import static io.gradus.analysis.findings.Finding.Source.FIRST_VERSION;
import static io.gradus.analysis.findings.Finding.Source.OTHER;
import static io.gradus.analysis.findings.Part.Claim.COMPETENCE;
import static io.gradus.analysis.findings.Part.Claim.EFFICIENCY;
import static io.gradus.analysis.findings.Part.Claim.EQUAL_COMPUTE;
import static io.gradus.analysis.findings.Part.Claim.EQUAL_DATA;
import static io.gradus.analysis.findings.Part.Claim.REUSE_COST;
import static io.gradus.analysis.findings.Part.Claim.REUSE_GAIN;
import static io.gradus.analysis.findings.Part.Claim.SIZE_BESIDE_COMPETENCE;
import static io.gradus.analysis.findings.Part.Claim.VARIANT_LEVEL;
import static io.gradus.analysis.findings.Part.Claim.VARIANT_TREND;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tests the findings of arXiv 2509.25300 on the curves of one benchmark: the four of its first
 * version, and what later versions state instead ({@link LaterFindings}).
 *
 * <p>Sizes are compared within a family and variant, on its reference runs. A finding is supported
 * when the overall effect of each of its parts is, and no single comparison contradicts it;
 * contradicted when an overall effect is; undecided otherwise, also when the whole points one way
 * and a part of it clearly the other, or when families disagree.
 */
public final class Findings {

  /**
   * What counts as no difference.
   *
   * @param reuseMargin largest loss ratio, reused over fresh data, that counts as no cost
   * @param claimedReuse largest τ for which the paper claims no cost
   * @param alikeMargin largest ratio of base's and instruct's k that counts as alike
   * @param predictedMargin largest ratio, observed over predicted loss or the reverse, that counts
   *     as predicted
   */
  public record Settings(
      double reuseMargin, int claimedReuse, double alikeMargin, double predictedMargin) {
    /** 10 % of loss, τ up to 25, a quarter of k, and 5 % of loss. */
    public static final Settings DEFAULT = new Settings(1.10, 25, 1.25, 1.05);

    public Settings {
      if (reuseMargin <= 1 || alikeMargin <= 1 || predictedMargin <= 1 || claimedReuse < 2) {
        throw new IllegalArgumentException(
            "Margins must be ratios above 1 and claimed reuse at least 2, found %s, %s, %s and %d"
                .formatted(reuseMargin, alikeMargin, predictedMargin, claimedReuse));
      }
    }
  }

  /**
   * A model size with the learning efficiency measured there.
   *
   * @param models the line of models
   * @param params non-embedding parameters
   * @param k mean over runs, with its 95 % interval
   * @param r2 share of the variance of log loss that a straight line in log X explains, mean over
   *     runs
   */
  public record SizeEfficiency(
      ModelLine models, double params, double k, double low, double high, double r2, int runs) {}

  private Findings() {}

  /** The paper's findings in order: four of its first version, three of the later ones. */
  public static List<Finding> test(List<CurvePoint> points, String benchmark, Settings settings) {
    Study all = Study.of(points, benchmark);
    Study plain = all.plain();
    return List.of(
        equalCompute(plain),
        equalData(plain),
        reuse(all.commonGroupSize(), settings),
        variants(plain, settings),
        LaterFindings.efficiency(plain),
        LaterFindings.law(plain, settings),
        LaterFindings.saturation(plain));
  }

  /**
   * Questions beyond the paper's, numbered from 8, that the curves can answer: larger groups, what
   * carries over to other benchmarks, and what the loss at the first evaluation does beside size.
   */
  public static List<Finding> further(List<CurvePoint> points, String benchmark) {
    List<Finding> further = new ArrayList<>();
    groupSize(Study.of(points, benchmark).leastReuse()).ifPresent(further::add);
    carryOver(points, benchmark).ifPresent(further::add);
    competence(Study.of(points, benchmark).plain()).ifPresent(further::add);
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
                                  group,
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
    return Judgement.of(effects)
        .part(EQUAL_COMPUTE, Judgement::verdict)
        .finding(
            1,
            FIRST_VERSION,
            "At equal compute, a larger model trained for fewer steps reaches the lower loss.",
            effects.isEmpty()
                ? Wording.untestable(study, Axis.COMPUTE)
                : Wording.sizes(effects, EQUAL_COMPUTE, "compute"),
            Wording.seeds(study));
  }

  private static Finding equalData(Study study) {
    Contrasts contrasts = new Contrasts();
    NeighbourComparison.sizes(contrasts, study, Axis.DATA, EQUAL_DATA);
    Map<ModelLine, Sizes> trends = EfficiencyTrend.of(study, Axis.DATA);
    EfficiencyTrend.add(contrasts, trends, EFFICIENCY);
    List<Effect> effects = contrasts.effects();
    String answer =
        effects.isEmpty()
            ? Wording.untestable(study, Axis.DATA)
            : Wording.sizes(Judgement.part(effects, EQUAL_DATA), EQUAL_DATA, "data")
                + " "
                + Wording.efficiency(Judgement.part(effects, EFFICIENCY), trends);
    return Judgement.of(effects)
        .part(EQUAL_DATA, Judgement::verdict)
        .part(EFFICIENCY, Judgement::overall)
        .finding(
            2,
            FIRST_VERSION,
            "At equal data, larger models have the lower loss and learn more from each prompt.",
            answer,
            Wording.seeds(study));
  }

  private static Finding reuse(Study study, Settings settings) {
    Contrasts contrasts = new Contrasts();
    ReuseComparison.add(contrasts, study, Math.log10(settings.reuseMargin()));
    List<Effect> effects = contrasts.effects();
    return Judgement.of(effects)
        .part(REUSE_COST, e -> Wording.reuseCost(e, settings))
        .part(REUSE_GAIN, e -> Wording.reuseGain(e, settings))
        .finding(
            3,
            ALL_VERSIONS,
            "With limited data, going over it again works: the number of steps governs the loss, not"
                + " the number of different problems.",
            Wording.reuse(effects, settings),
            effects.isEmpty() ? List.of() : Wording.seeds(study));
  }

  private static Finding variants(Study study, Settings settings) {
    Contrasts contrasts = new Contrasts();
    VariantComparison.add(
        contrasts,
        EfficiencyTrend.of(study, Axis.DATA),
        study.reference(),
        Math.log10(settings.alikeMargin()));
    List<Effect> effects = contrasts.effects();
    List<String> caveats = new ArrayList<>(VariantComparison.unlike(study.reference()));
    caveats.addAll(effects.isEmpty() ? List.of() : Wording.seeds(study));
    return Judgement.of(effects)
        .part(VARIANT_LEVEL, Judgement::verdict)
        .part(VARIANT_TREND, Judgement::verdict)
        .finding(
            4,
            FIRST_VERSION,
            "Base and instruct models follow the same law.",
            Wording.variants(effects, settings),
            caveats);
  }

  private static Optional<Finding> groupSize(Study study) {
    Contrasts contrasts = new Contrasts();
    NeighbourComparison.groupSizes(contrasts, study, Axis.DATA, EQUAL_DATA);
    NeighbourComparison.groupSizes(contrasts, study, Axis.COMPUTE, EQUAL_COMPUTE);
    List<Effect> effects = contrasts.effects();
    if (effects.isEmpty()) {
      return Optional.empty();
    }
    Judgement judgement = Judgement.of(effects);
    for (Part part : List.of(EQUAL_DATA, EQUAL_COMPUTE)) {
      judgement.measured(part);
    }
    return Optional.of(
        judgement.finding(
            8,
            OTHER,
            "Larger groups of rollouts reach the lower loss, at equal data and at equal compute.",
            Wording.groupSizes(effects),
            Wording.seeds(study)));
  }

  private static Optional<Finding> competence(Study study) {
    Contrasts contrasts = new Contrasts();
    Competence.add(contrasts, study);
    List<Effect> effects = contrasts.effects();
    return effects.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Judgement.of(effects)
                .part(SIZE_BESIDE_COMPETENCE, Judgement::overall)
                .part(COMPETENCE, Judgement::overall)
                .finding(
                    10,
                    OTHER,
                    "The loss that is reached follows both model size and the loss at the first evaluation.",
                    LawWording.competence(effects),
                    List.of()));
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
    Judgement judgement = Judgement.of(effects);
    others.forEach(b -> judgement.measured(new Part.OnBenchmark(b)));
    return Optional.of(
        judgement.finding(
            9,
            OTHER,
            "What is learned carries over: losses on other benchmarks fall too.",
            Wording.carryOver(trained.effects(), effects),
            List.of()));
  }
}
