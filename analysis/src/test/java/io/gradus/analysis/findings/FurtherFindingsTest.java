package io.gradus.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FurtherFindingsTest {
  private static final double SIZE = 2e5;

  private static CurvePoint point(
      String run, String benchmark, double params, int group, int step, double loss) {
    double data = 16.0 * step;
    double tokens = data * group * 10;
    double se = Math.sqrt(loss * (1 - loss) / 4000);
    return new CurvePoint(
        run,
        "toy",
        "base",
        params,
        1,
        1,
        group,
        step,
        data,
        tokens,
        6 * params * tokens,
        benchmark,
        4000,
        loss,
        se);
  }

  /** Loss 0.8 · (4/G)^(1/4) · step^(−1/2), so twice the group takes as much as √2 the steps. */
  private static List<CurvePoint> groups(int... sizes) {
    List<CurvePoint> points = new ArrayList<>();
    for (int group : sizes) {
      for (int step = 1; step <= 64; step++) {
        double loss = 0.8 * Math.pow(4.0 / group, 0.25) / Math.sqrt(step);
        points.add(point("g" + group, "exam", SIZE, group, step, loss));
      }
    }
    return points;
  }

  @Test
  void groupSizesAreComparedAtEqualDataAndAtEqualCompute() {
    List<Finding> further = Findings.further(groups(4, 8, 16), "exam");

    assertThat(further).singleElement().extracting(Finding::number).isEqualTo(8);
    Finding groups = further.get(0);
    Effect data = effect(groups, Part.Claim.EQUAL_DATA, "G=4 → G=8");
    assertThat(data.estimate()).isCloseTo(Math.pow(2, -0.25), within(1e-9));
    assertThat(data.within().label()).isEqualTo("toy base 200k");
    // At equal compute the larger group has taken half the steps: 2^(1/2 − 1/4).
    assertThat(effect(groups, Part.Claim.EQUAL_COMPUTE, "G=8 → G=16").estimate())
        .isCloseTo(Math.pow(2, 0.25), within(0.01));
    assertThat(groups.parts())
        .extracting(Finding.PartVerdict::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.CONTRADICTED);
    assertThat(groups.answer())
        .startsWith(
            "At equal data, toy base 200k: the next larger group's loss is on average 16 % lower")
        .contains(
            "At equal compute, toy base 200k: the next larger group's loss is on average 19 %"
                + " higher");
  }

  @Test
  void oneGroupSizeAndOneBenchmarkAskNothing() {
    assertThat(Findings.further(groups(8), "exam")).isEmpty();
  }

  @Test
  void carryOverIsLastOverFirstLossOfEachRun() {
    List<CurvePoint> points = new ArrayList<>();
    for (double params : new double[] {1e5, 4e5}) {
      String run = "n" + params;
      for (int step : new int[] {0, 5, 10}) {
        points.add(point(run, "exam", params, 8, step, 0.8 - 0.06 * step));
        points.add(point(run, "near", params, 8, step, 0.8 - (params > 2e5 ? 0.04 : 0.02) * step));
        points.add(point(run, "far", params, 8, step, 0.8 + 0.016 * step));
      }
    }
    Finding carries = Findings.further(points, "exam").get(0);

    assertThat(carries.number()).isEqualTo(9);
    assertThat(effect(carries, new Part.OnBenchmark("near"), "100k").estimate())
        .isCloseTo(0.6 / 0.8, within(1e-9));
    // Geometric mean of 0.75 and 0.5.
    assertThat(effect(carries, new Part.OnBenchmark("near"), "overall").estimate())
        .isCloseTo(Math.sqrt(0.375), within(1e-9));
    assertThat(carries.parts())
        .containsExactly(
            new Finding.PartVerdict(new Part.OnBenchmark("far"), Verdict.CONTRADICTED),
            new Finding.PartVerdict(new Part.OnBenchmark("near"), Verdict.SUPPORTED));
    assertThat(carries.answer())
        .startsWith("On exam, toy base: loss after training on average 75 % lower than before")
        .contains("On far, toy base: loss after training on average 20 % higher than before");
  }

  @Test
  void efficienciesSayHowStraightTheirCurvesAre() {
    List<CurvePoint> points = new ArrayList<>();
    for (int step : new int[] {1, 10, 100, 1000}) {
      points.add(point("straight", "exam", 1e5, 8, step, 0.8 * Math.pow(step, -0.25)));
    }
    // log10 loss 0, 0, −1, −1 (below −0.05) over log10 X 0, 1, 2, 3: slope −0.4, R² 0.8.
    double[] losses = {0.9, 0.9, 0.09, 0.09};
    for (int i = 0; i < 4; i++) {
      points.add(point("bent", "exam", 2e5, 8, (int) Math.pow(10, i), losses[i]));
    }
    assertThat(Findings.efficiencies(points, "exam", io.gradus.analysis.law.Axis.DATA))
        .satisfiesExactly(
            straight -> {
              assertThat(straight.k()).isCloseTo(0.25, within(1e-9));
              assertThat(straight.r2()).isCloseTo(1, within(1e-9));
            },
            bent -> {
              assertThat(bent.k()).isCloseTo(0.4, within(1e-9));
              assertThat(bent.r2()).isCloseTo(0.8, within(1e-9));
            });
  }

  private static Effect effect(Finding finding, Part part, String comparison) {
    return finding.effects().stream()
        .filter(e -> e.part().equals(part) && e.compared().label().equals(comparison))
        .findFirst()
        .orElseThrow();
  }
}
