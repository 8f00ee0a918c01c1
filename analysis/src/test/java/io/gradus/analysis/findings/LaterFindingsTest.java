package io.gradus.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.findings.Finding.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the later versions of the paper state, on curves without noise. */
class LaterFindingsTest {
  private static final int STEPS = 60;
  private static final double[] SIZES = {1e6, 4e6, 1.6e7, 6.4e7, 2.56e8};
  private static final double K_MAX = 0.3;
  private static final double N0 = 2e7;

  @Test
  void everyFindingNamesTheVersionsThatStateIt() {
    List<Finding> findings = test(curves(LaterFindingsTest::lawful));

    assertThat(findings)
        .extracting(Finding::source)
        .containsExactly(
            Source.FIRST_VERSION,
            Source.FIRST_VERSION,
            Source.ALL_VERSIONS,
            Source.FIRST_VERSION,
            Source.LATER_VERSIONS,
            Source.LATER_VERSIONS,
            Source.LATER_VERSIONS);
    assertThat(findings.get(6).heading())
        .isEqualTo(
            "7. Learning efficiency saturates: k rises ever less as models grow. [arXiv 2509.25300,"
                + " v2 to v4]");
  }

  @Test
  void curvesOfTheLawSupportAllThree() {
    List<Finding> findings = test(curves(LaterFindingsTest::lawful));

    assertThat(findings.subList(4, 7)).extracting(Finding::verdict).containsOnly(Verdict.SUPPORTED);
    Finding law = findings.get(5);
    assertThat(law.effects()).filteredOn(e -> e.part() == Part.Claim.LATER_STEPS).hasSize(5);
    assertThat(law.effects())
        .filteredOn(e -> e.part() != Part.Claim.LARGER_SIZE_COMPUTE)
        .allSatisfy(e -> assertThat(e.estimate()).isCloseTo(1, within(1e-3)));
  }

  @Test
  void aCurveThatStopsFallingIsNotPredicted() {
    Finding law = test(curves((n, step) -> lawful(n, Math.min(step, 30)))).get(5);

    // From step 46 to 60 the line falls on from step 30, where the curve of the largest stays.
    double further =
        IntStream.rangeClosed(46, 60).mapToDouble(Math::log10).average().orElseThrow()
            - Math.log10(30);
    Effect largest =
        law.effects().stream()
            .filter(e -> e.part() == Part.Claim.LATER_STEPS && e.compared().label().equals("256M"))
            .findFirst()
            .orElseThrow();
    assertThat(largest.estimate()).isCloseTo(Math.pow(10, k(2.56e8) * further), within(1e-3));
    assertThat(largest.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(law.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(law.answer()).contains("up to 5 % either way counts as predicted");
  }

  @Test
  void aLargestSizeOffTheOthersIsMissedByAsMuch() {
    Finding law = test(curves((n, step) -> lawful(n, step) * (n > 1e8 ? 0.8 : 1))).get(5);

    Effect largest =
        law.effects().stream()
            .filter(e -> e.part() == Part.Claim.LARGER_SIZE)
            .findFirst()
            .orElseThrow();
    assertThat(largest.estimate()).isCloseTo(0.8, within(1e-3));
    assertThat(largest.verdict()).isEqualTo(Verdict.CONTRADICTED);
  }

  @Test
  void aPowerOfSizeDoesNotSaturate() {
    Finding power =
        test(curves((n, step) -> 0.9 * Math.pow(step, -0.05 * Math.pow(n / 1e6, 0.3)))).get(6);

    assertThat(power.effects().get(0).estimate()).isCloseTo(0, within(0.01));
    assertThat(power.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void oneSizeThatLearnsLessIsNamed() {
    Finding efficiency =
        test(curves((n, step) -> n == 1.6e7 ? lawful(1e6, step) : lawful(n, step))).get(4);

    assertThat(efficiency.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(efficiency.answer())
        .endsWith("k clearly falls from 4M → 16M of toy base over data.");
  }

  @Test
  void theSaturatingCurveIsFound() {
    double[] ks = new double[SIZES.length];
    double[] errors = new double[SIZES.length];
    for (int i = 0; i < ks.length; i++) {
      ks[i] = k(SIZES[i]);
      errors[i] = 0.01 * (1 + i);
    }
    SaturatingEfficiency found = SaturatingEfficiency.of(SIZES, ks, errors);

    assertThat(found.kMax()).isCloseTo(K_MAX, within(1e-5));
    assertThat(found.n0()).isCloseTo(N0, within(N0 * 1e-4));
  }

  @Test
  void theMiddleSizeCountsInBothHalves() {
    TreeMap<Double, Estimate> ks = new TreeMap<>();
    ks.put(1e1, new Estimate(0, 0.1, Double.POSITIVE_INFINITY));
    ks.put(1e2, new Estimate(1, 0.1, Double.POSITIVE_INFINITY));
    ks.put(1e3, new Estimate(1.5, 0.1, Double.POSITIVE_INFINITY));

    // k3 − 2 k2 + k1, with the error √(1 + 4 + 1) times that of one.
    Estimate change = Saturation.change(ks);
    assertThat(change.value()).isCloseTo(-0.5, within(1e-12));
    assertThat(change.se()).isCloseTo(0.1 * Math.sqrt(6), within(1e-12));
  }

  @Test
  void whatIsTooShortOrAloneCannotBeTested() {
    List<CurvePoint> one =
        curves(LaterFindingsTest::lawful).stream()
            .filter(p -> p.params() == 1e6 && p.step() <= 8)
            .toList();

    List<Finding> findings = test(one);
    assertThat(findings.subList(4, 7))
        .allSatisfy(
            f -> {
              assertThat(f.verdict()).isEqualTo(Verdict.UNDECIDED);
              assertThat(f.answer()).endsWith("so this cannot be tested.");
            });
  }

  private static double k(double params) {
    return K_MAX / (1 + N0 / params);
  }

  /** The level at the middle of log step is a straight line over log N. */
  private static double lawful(double params, double step) {
    double middle =
        IntStream.rangeClosed(1, STEPS).mapToDouble(Math::log10).average().orElseThrow();
    double level = Math.log10(0.35) - 0.03 * Math.log10(params / 1e6);
    return Math.pow(10, level - k(params) * (Math.log10(step) - middle));
  }

  private static List<Finding> test(List<CurvePoint> points) {
    return Findings.test(points, "test", Findings.Settings.DEFAULT);
  }

  private static List<CurvePoint> curves(ToDoubleBiFunction<Double, Double> loss) {
    List<CurvePoint> points = new ArrayList<>();
    int problems = 10_000_000;
    for (double params : SIZES) {
      for (int step = 1; step <= STEPS; step++) {
        double l = loss.applyAsDouble(params, (double) step);
        points.add(
            new CurvePoint(
                "r%.0f".formatted(params),
                "toy",
                "base",
                params,
                0,
                1,
                8,
                step,
                16.0 * step,
                Double.NaN,
                Double.NaN,
                "test",
                problems,
                l,
                Math.sqrt(l * (1 - l) / problems)));
      }
    }
    return points;
  }
}
