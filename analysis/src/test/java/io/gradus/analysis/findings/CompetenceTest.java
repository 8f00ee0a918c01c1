package io.gradus.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompetenceTest {
  private static final double[] SIZES = {1e6, 1e7};
  private static final double[] STARTS = {0.9, 0.8, 0.7};

  /**
   * log10 of the loss reached = −0.3 − 0.1 log10(N/1e6) + 0.5 log10 of the first, but for a wiggle.
   */
  private static double reached(double params, double first, double wiggle) {
    return Math.pow(10, -0.3 - 0.1 * Math.log10(params / 1e6) + wiggle) * Math.sqrt(first);
  }

  @Test
  void sizeAndCompetenceAreToldApart() {
    List<CurvePoint> points = new ArrayList<>();
    double[] wiggles = {1e-3, -2e-3, 1e-3, -1e-3, 2e-3, -1e-3};
    int run = 0;
    for (double params : SIZES) {
      for (double first : STARTS) {
        // The wiggle is even over sizes and over starts, so that both slopes are those above.
        add(points, "r" + run, params, first, reached(params, first, wiggles[run++]));
      }
    }
    Finding finding = competence(points).orElseThrow();

    assertThat(finding.number()).isEqualTo(10);
    assertThat(finding.verdict()).isEqualTo(Verdict.SUPPORTED);
    Effect size = finding.effects().get(0);
    Effect competence = finding.effects().get(1);
    assertThat(size.part()).isEqualTo(Part.Claim.SIZE_BESIDE_COMPETENCE);
    assertThat(size.estimate()).isCloseTo(-0.1, within(1e-9));
    assertThat(competence.estimate()).isCloseTo(0.5, within(0.01));
    assertThat(competence.low()).isLessThan(0.5);
    assertThat(competence.high()).isGreaterThan(0.5);
    // 10^-0.1 = 0.794 and 0.9^0.5 = 0.949.
    assertThat(finding.answer())
        .startsWith(
            "toy base: with equal loss at the first evaluation a model ten times as large reaches a loss 21 %"
                + " lower (95 % interval: ")
        .contains("a model that began with a tenth less loss reaches a loss 5 % lower (95 %");
  }

  @Test
  void aStartThatFollowsSizeExactlyTellsNothing() {
    List<CurvePoint> points = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double params = Math.pow(10, 6 + 0.5 * i);
      add(points, "r" + i, params, 0.9 * Math.pow(10, -0.05 * i), 0.5 * Math.pow(10, -0.1 * i));
    }
    assertThat(competence(points)).isEmpty();
    assertThat(competence(points.subList(0, 8))).as("too few runs").isEmpty();
  }

  private static Optional<Finding> competence(List<CurvePoint> points) {
    return Findings.further(points, "test").stream().filter(f -> f.number() == 10).findFirst();
  }

  private static void add(
      List<CurvePoint> points, String run, double params, double first, double last) {
    for (int step = 0; step < 4; step++) {
      double loss = step == 0 ? first : last;
      points.add(
          new CurvePoint(
              run,
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
              1_000_000,
              loss,
              1e-3));
    }
  }
}
