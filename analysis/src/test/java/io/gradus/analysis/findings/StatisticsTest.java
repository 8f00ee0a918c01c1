package io.gradus.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.uncertainty.Holm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void holmStepsDown() {
    // Sorted: 0.01·4, 0.02·3, then 0.03·2 = 0.06 and 0.04·1 raised to the one before.
    assertThat(Holm.adjust(new double[] {0.04, 0.01, 0.03, 0.02}))
        .containsExactly(new double[] {0.06, 0.04, 0.06, 0.06}, within(1e-12));
    assertThat(Holm.adjust(new double[] {0.9, 0.6})).containsExactly(1, 1);
  }

  @Test
  void intervalsOfKnownAndEstimatedErrors() {
    assertThat(new Estimate(1, 2, Double.POSITIVE_INFINITY).margin(0.95))
        .isCloseTo(3.919928, within(1e-5));
    // Student's t with 4 degrees of freedom: 2.776445.
    assertThat(new Estimate(1, 2, 4).margin(0.95)).isCloseTo(5.552890, within(1e-5));
    assertThat(new Estimate(1, 2, Double.POSITIVE_INFINITY).below(3))
        .isCloseTo(0.1586553, within(1e-6));
    Estimate difference = new Estimate(5, 3, 7).minus(new Estimate(2, 4, Double.POSITIVE_INFINITY));
    assertThat(difference).isEqualTo(new Estimate(3, 5, 7));
  }

  @Test
  void equivalenceNeedsTheWholeIntervalInside() {
    Contrasts contrasts = new Contrasts();
    Contrasts.Claim near = new Contrasts.Claim.Near(0.1);
    double known = Double.POSITIVE_INFINITY;
    for (Estimate e :
        List.of(
            new Estimate(0.01, 0.01, known),
            new Estimate(0.01, 0.2, known),
            new Estimate(-0.3, 0.01, known))) {
      contrasts.add(
          Part.Claim.EQUAL_DATA,
          Within.of("g"),
          new Compared.AtSize(1e6),
          "m",
          1,
          e,
          Contrasts.Unit.DIFFERENCE,
          near);
    }
    assertThat(contrasts.effects())
        .extracting(Effect::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.UNDECIDED, Verdict.CONTRADICTED);
  }

  @Test
  void seedsWidenTheErrorOnlyWhereTheySpread() {
    Sample spread = new Sample(new double[] {1, 3}, new double[] {0.1, 0.1});
    Sample tight = new Sample(new double[] {2, 2}, new double[] {0.4, 0.4});
    Estimate wide = spread.estimate(Sample.Spread.of(List.of(spread), 1));
    Estimate narrow = tight.estimate(Sample.Spread.of(List.of(tight), 1));

    assertThat(wide).isEqualTo(new Estimate(2, 1, 1));
    assertThat(narrow.se()).isCloseTo(0.4 / Math.sqrt(2), within(1e-12));
    assertThat(narrow.freedom()).isInfinite();
  }

  @Test
  void efficiencyIsTheSlopeWithNeweyAndWestErrors() {
    // log10 D = 0, 1, 2, 3 and log10 L = 0, −0.3, −0.5, −1.0: slope −0.32, residuals
    // −0.03, −0.01, 0.11, −0.07 (intercept 0.03); lags floor(4·0.04^(2/9)) = 1.
    double[] losses = {1, Math.pow(10, -0.3), Math.pow(10, -0.5), 0.1};
    List<CurvePoint> points = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      points.add(
          new CurvePoint(
              "r",
              "f",
              "base",
              1e6,
              0,
              1,
              8,
              i + 1,
              Math.pow(10, i),
              Double.NaN,
              Double.NaN,
              "test",
              100_000,
              losses[i],
              0.01));
    }
    Efficiency k = Efficiency.of(RunCurve.of(points, "test").get(0), Axis.DATA);

    double[] scores = {-0.03 * -1.5, -0.01 * -0.5, 0.11 * 0.5, -0.07 * 1.5};
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += scores[i] * scores[i] + (i > 0 ? scores[i] * scores[i - 1] : 0);
    }
    assertThat(k.k()).isCloseTo(0.32, within(1e-9));
    assertThat(k.se()).isCloseTo(Math.sqrt(sum * 4 / 2) / 5, within(1e-9));
    assertThat(k.r2()).isCloseTo(1 - 0.018 / 0.53, within(1e-9));
  }

  @Test
  void interpolationIsInLogX() {
    List<CurvePoint> points = new ArrayList<>();
    for (int step : new int[] {1, 100}) {
      points.add(
          new CurvePoint(
              "r",
              "f",
              "base",
              1e6,
              0,
              1,
              8,
              step,
              step,
              Double.NaN,
              Double.NaN,
              "test",
              100,
              step == 1 ? 0.1 : 0.001,
              0));
    }
    RunCurve curve = RunCurve.of(points, "test").get(0);

    assertThat(curve.meanLogLoss(Axis.DATA, new double[] {10}))
        .as("0.001 counts as half a wrong answer in 101: 0.00495")
        .isCloseTo((-1 + Math.log10(0.5 / 101)) / 2, within(1e-12));
    assertThatThrownBy(() -> curve.meanLogLoss(Axis.DATA, new double[] {1000}))
        .hasMessage("Run r has no data around 1000.0, it goes from 1.0 to 100.0");
  }

  @Test
  void sizesInWords() {
    assertThat(List.of(791_680.0, 440e6, 1.4e9, 13.2e9, 999.6e3, 512.0))
        .map(ModelSize::text)
        .containsExactly("792k", "440M", "1.4B", "13.2B", "1M", "512");
  }

  @Test
  void changesInWords() {
    assertThat(Wording.change(0.87)).isEqualTo("13 % lower");
    assertThat(Wording.change(1.005)).isEqualTo("0.5 % higher");
    assertThat(Wording.range(0.9, 0.95)).isEqualTo("5 to 10 % lower");
    assertThat(Wording.range(0.98, 1.04)).isEqualTo("2 % lower to 4 % higher");
    assertThat(Wording.range(1.1, 1.2)).isEqualTo("10 to 20 % higher");
  }
}
