package io.gradus.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final int STEPS = 60;
  private static final double[] SIZES = {1e6, 3e6, 1e7, 3e7};

  /** Truth of a made-up study: log10 loss = log10 0.9 − k log10 step, plus a cost of reuse. */
  private interface Truth {
    double k(String variant, double params);

    default double reuseCost(int tau) {
      return 0;
    }
  }

  @Test
  void largerModelsThatLearnFasterSupportTheFirstTwoFindings() {
    List<Finding> findings = test(study((variant, n) -> 0.1 + 0.1 * Math.log10(n / 1e6), 1, 2));

    assertThat(findings.get(1).verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(findings.get(1).parts())
        .extracting(Finding.PartVerdict::verdict)
        .containsOnly(Verdict.SUPPORTED);
    Effect trend = overall(findings.get(1), Part.Claim.EFFICIENCY);
    assertThat(trend.low()).isLessThan(0.1);
    assertThat(trend.high()).isGreaterThan(0.1);
    assertThat(findings.get(1).answer()).contains("rises with size");
    assertThat(findings.get(1).caveats()).as("seeds were repeated").isEmpty();
  }

  @Test
  void smallerModelsWinAtEqualComputeWhenAllLearnAlike() {
    Finding compute = test(study((variant, n) -> 0.3, 1, 2)).get(0);

    // At equal compute a three times smaller model has taken three times the steps.
    assertThat(compute.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(effect(compute, "1M → 3M").estimate()).isCloseTo(Math.pow(3, 0.3), within(0.06));
    assertThat(compute.answer()).contains("higher");
  }

  @Test
  void efficiencyThatFallsContradictsTheSecondFindingEvenWhereLossIsLower() {
    List<CurvePoint> points = new ArrayList<>();
    double[] starts = {0.9, 0.5, 0.25, 0.12};
    double[] ks = {0.5, 0.35, 0.3, 0.25};
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < SIZES.length; i++) {
      for (int step = 1; step <= STEPS; step++) {
        points.add(
            point(
                "r" + i,
                "unknown",
                SIZES[i],
                1,
                1,
                step,
                draw(random, starts[i] * Math.pow(step, -ks[i]), 2000),
                2000));
      }
    }
    Finding data = test(points).get(1);

    assertThat(data.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(data.parts())
        .extracting(Finding.PartVerdict::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.CONTRADICTED);
    assertThat(data.answer())
        .contains("Learning efficiency k of toy does not rise with size, it falls (1M: 0.5");
    assertThat(data.caveats()).first().asString().startsWith("One run per size");
  }

  @Test
  void reuseIsJudgedByItsCostAndItsGain() {
    Truth truth =
        new Truth() {
          @Override
          public double k(String variant, double params) {
            return 0.4;
          }

          @Override
          public double reuseCost(int tau) {
            return tau == 20 ? Math.log10(1.5) : 0;
          }
        };
    List<CurvePoint> points = study(truth, 1, 3);
    points.addAll(reused(truth, 2, 3));
    Finding cheap = test(points).get(2);
    points.addAll(reused(truth, 20, 3));
    Finding dear = test(points).get(2);

    assertThat(cheap.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(cheap.answer()).startsWith("Up to τ=2 reuse costs less than 10 % of loss (at τ=2 +");
    // Going on for twice the steps at k = 0.4.
    Effect gain =
        cheap.effects().stream()
            .filter(e -> e.part().equals(Part.Claim.REUSE_GAIN))
            .findFirst()
            .orElseThrow();
    assertThat(gain.estimate()).isCloseTo(Math.pow(2, -0.4), within(0.04));
    assertThat(dear.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(dear.answer())
        .contains("From τ=20 on it clearly costs more than 10 % (at τ=20 +50 %");
    assertThat(effect(dear, "τ=20").estimate()).isCloseTo(1.5, within(0.1));
  }

  @Test
  void variantsAreAlikeOrNot() {
    Finding alike = test(bothVariants((variant, n) -> 0.2 + 0.1 * Math.log10(n / 1e6))).get(3);
    Finding apart = test(bothVariants((variant, n) -> variant.equals("base") ? 0.4 : 0.2)).get(3);

    assertThat(alike.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(apart.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(overall(apart, Part.Claim.VARIANT_LEVEL).estimate()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void whatCannotBeTestedIsUndecidedAndSaysWhy() {
    List<CurvePoint> points = new ArrayList<>();
    for (CurvePoint p : study((variant, n) -> 0.3, 1, 1)) {
      points.add(
          new CurvePoint(
              p.runId(),
              p.family(),
              p.variant(),
              p.params(),
              p.seed(),
              1,
              8,
              p.step(),
              p.data(),
              Double.NaN,
              Double.NaN,
              p.benchmark(),
              p.problems(),
              p.loss(),
              p.se()));
    }
    List<Finding> findings = test(points);

    assertThat(findings).extracting(Finding::number).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(findings.get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(findings.get(0).answer())
        .isEqualTo(
            "Compute is unknown because training tokens are missing, so this cannot be tested.");
    assertThat(findings.get(2).answer()).startsWith("No size was trained both on fresh and on");
    assertThat(findings.get(3).answer()).startsWith("The curves hold no size both as base and as");
  }

  @Test
  void falseAlarmsAreRare() {
    int alarms = 0;
    for (int study = 0; study < 60; study++) {
      // All sizes follow the same curve over data: no effect at all at equal data.
      Finding data = test(study((variant, n) -> 0.3, 100 + study, 2)).get(1);
      alarms += data.effects().stream().anyMatch(e -> e.verdict() != Verdict.UNDECIDED) ? 1 : 0;
    }
    // Two families of tests at 5 % each would give 6; more than 12 has probability below 0.01.
    assertThat(alarms).isLessThanOrEqualTo(12);
  }

  @Test
  void marginsBelowOneAreRefused() {
    assertThatThrownBy(() -> new Findings.Settings(0.9, 25, 1.25, 1.05))
        .hasMessage(
            "Margins must be ratios above 1 and claimed reuse at least 2, found 0.9, 1.25, 1.05 and 25");
  }

  @Test
  void efficienciesOfEachSize() {
    List<Findings.SizeEfficiency> ks =
        Findings.efficiencies(study((variant, n) -> 0.25, 5, 2), "test", Axis.DATA);

    assertThat(ks).hasSize(SIZES.length);
    assertThat(ks)
        .allSatisfy(
            k -> {
              assertThat(k.k()).isCloseTo(0.25, within(0.02));
              assertThat(k.low()).isLessThan(k.k());
              assertThat(k.runs()).isEqualTo(2);
            });
  }

  private static List<Finding> test(List<CurvePoint> points) {
    return Findings.test(points, "test", Findings.Settings.DEFAULT);
  }

  private static List<CurvePoint> study(Truth truth, long seed, int runs) {
    return study(truth, "base", seed, runs);
  }

  private static List<CurvePoint> bothVariants(Truth truth) {
    List<CurvePoint> points = study(truth, "base", 1, 2);
    points.addAll(study(truth, "instruct", 2, 2));
    return points;
  }

  private static List<CurvePoint> study(Truth truth, String variant, long seed, int runs) {
    SplittableRandom random = new SplittableRandom(seed);
    List<CurvePoint> points = new ArrayList<>();
    for (double params : SIZES) {
      for (int run = 0; run < runs; run++) {
        curve(points, random, truth, variant, params, run, 1);
      }
    }
    return points;
  }

  private static List<CurvePoint> reused(Truth truth, int tau, int runs) {
    SplittableRandom random = new SplittableRandom(77 + tau);
    List<CurvePoint> points = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      curve(points, random, truth, "base", SIZES[1], run, tau);
    }
    return points;
  }

  private static void curve(
      List<CurvePoint> points,
      SplittableRandom random,
      Truth truth,
      String variant,
      double params,
      int seed,
      int tau) {
    for (int step = 1; step <= STEPS; step++) {
      double loss =
          0.9 * Math.pow(step, -truth.k(variant, params)) * Math.pow(10, truth.reuseCost(tau));
      String id = "%s-%.0f-%d-%d".formatted(variant, params, seed, tau);
      points.add(
          point(id, variant, params, seed, tau, step, draw(random, Math.min(1, loss), 1000), 1000));
    }
  }

  private static double draw(SplittableRandom random, double loss, int problems) {
    int wrong = 0;
    for (int i = 0; i < problems; i++) {
      wrong += random.nextDouble() < loss ? 1 : 0;
    }
    return (double) wrong / problems;
  }

  private static CurvePoint point(
      String id, String variant, double params, long seed, int tau, int step, double loss, int n) {
    double data = 16.0 * step;
    double tokens = 100 * data;
    return new CurvePoint(
        id,
        "toy",
        variant,
        params,
        seed,
        tau,
        8,
        step,
        data,
        tokens,
        6 * params * tokens,
        "test",
        n,
        loss,
        Math.sqrt(Math.max(loss * (1 - loss), 0.5 / n) / n));
  }

  @Test
  void aGainIsAskedForAtTheMostPassesClaimedAndACostAtNone() {
    Findings.Settings settings = Findings.Settings.DEFAULT;
    Effect few = reuseEffect(Part.Claim.REUSE_GAIN, 2, Verdict.UNDECIDED);
    Effect many = reuseEffect(Part.Claim.REUSE_GAIN, 25, Verdict.SUPPORTED);
    Effect more = reuseEffect(Part.Claim.REUSE_GAIN, 100, Verdict.CONTRADICTED);
    Effect worse = reuseEffect(Part.Claim.REUSE_GAIN, 5, Verdict.CONTRADICTED);

    assertThat(Wording.reuseGain(List.of(few, many, more), settings)).isEqualTo(Verdict.SUPPORTED);
    assertThat(Wording.reuseGain(List.of(few), settings)).isEqualTo(Verdict.UNDECIDED);
    assertThat(Wording.reuseGain(List.of(few, worse, many), settings))
        .isEqualTo(Verdict.CONTRADICTED);
    assertThat(Wording.reuseCost(List.of(few, many), settings))
        .as("a cost must be excluded at every τ")
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(Wording.reuse(List.of(few, many, more), settings))
        .contains("A gain over one pass is not decided at τ=2.")
        .endsWith(
            "Judged up to τ=25, as claimed: a cost below 10 % at every τ and a gain over one pass at"
                + " the largest, each with p below 0.05 corrected for the number of comparisons.");
  }

  private static Effect reuseEffect(Part part, int tau, Verdict verdict) {
    return new Effect(
        part,
        Within.of("toy"),
        new Compared.Reuse(tau),
        "m",
        2,
        0.97,
        0.9,
        1.05,
        0.2,
        0.2,
        verdict);
  }

  private static Effect effect(Finding finding, String comparison) {
    return finding.effects().stream()
        .filter(e -> e.compared().label().equals(comparison))
        .findFirst()
        .orElseThrow();
  }

  private static Effect overall(Finding finding, Part part) {
    return finding.effects().stream()
        .filter(e -> e.isOverall() && e.part().equals(part))
        .findFirst()
        .orElseThrow();
  }
}
