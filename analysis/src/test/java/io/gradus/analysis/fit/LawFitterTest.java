package io.gradus.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.simulate.SimulatedStudy;
import io.gradus.analysis.simulate.Truth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawFitterTest {
  private static final int NO_NOISE = 1_000_000_000;

  private static Fit fit(String law, List<CurvePoint> points, Axis axis, long seed) {
    FitData data = FitData.of(points, axis).orElseThrow();
    return new LawFitter(FitSettings.quick(seed)).fit(Laws.named(law), data).orElseThrow();
  }

  static List<Truth> truths() {
    return Truth.all();
  }

  @ParameterizedTest
  @MethodSource("truths")
  void everyLawIsRecoveredFromItsOwnCurves(Truth truth) {
    List<CurvePoint> points =
        SampleCurves.exact(SimulatedStudy.SEVEN_SIZES.sizes(), 100, NO_NOISE, truth.loss());
    FittedLaw fitted =
        fit(truth.law(), points, Axis.DATA, 1)
            .report(CurveKey.of("test", "base", "bench"), Scope.ALL_SIZES);
    truth
        .parameters()
        .forEach(
            (name, value) ->
                assertThat(SampleCurves.value(fitted, name))
                    .as("%s of %s", name, truth.law())
                    .isCloseTo(value, within(2e-3 * Math.abs(value) + 1e-6)));
    assertThat(fitted.r2()).isGreaterThan(0.999999);
  }

  /**
   * Residuals all within Huber's threshold: the fit is weighted least squares, done here by hand.
   */
  @Test
  void lineIsWeightedLeastSquaresWhereNothingIsAnOutlier() {
    List<CurvePoint> points = new ArrayList<>();
    double[] wiggle = {1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1};
    for (int step = 1; step <= 12; step++) {
      double loss = 0.5 * Math.pow(step, -0.3) * (1 + 0.01 * wiggle[step - 1]);
      points.add(SampleCurves.point("r", 1e9, 1, 8, step, 500, loss));
    }
    Fit fit = fit("log-linear", points, Axis.DATA, 1);
    double w = 0;
    double wz = 0;
    double wy = 0;
    double wzz = 0;
    double wzy = 0;
    FitData data = fit.data();
    for (int i = 0; i < 12; i++) {
      double weight = 1 / (data.sigma(i) * data.sigma(i));
      w += weight;
      wz += weight * data.z(i);
      wy += weight * data.logLoss(i);
      wzz += weight * data.z(i) * data.z(i);
      wzy += weight * data.z(i) * data.logLoss(i);
    }
    double k = -(w * wzy - wz * wy) / (w * wzz - wz * wz);
    assertThat(fit.model().reported(fit.theta())[0]).isCloseTo(k, within(1e-6));
  }

  @Test
  void oneWildPointHardlyMovesTheFit() {
    List<CurvePoint> points =
        new ArrayList<>(
            SampleCurves.exact(List.of(1e9), 40, 500, (n, d) -> 3 * Math.pow(d, -0.25)));
    double before = fit("log-linear", points, Axis.DATA, 1).theta()[0];
    points.set(39, SampleCurves.point("run-1.0E9", 1e9, 1, 8, 40, 500, 0.95));
    double after = fit("log-linear", points, Axis.DATA, 1).theta()[0];
    assertThat(after).isCloseTo(before, within(0.01));
  }

  @Test
  void sameSeedSameBits() {
    List<CurvePoint> points =
        new SimulatedStudy(List.of(1e9, 7e9, 3e10), 1, 30, 512, 1000, 500)
            .draw(Truth.all().get(6).loss(), 4);
    Fit first = fit("saturating", points, Axis.COMPUTE, 9);
    Fit second = fit("saturating", points, Axis.COMPUTE, 9);
    assertThat(first.theta()).containsExactly(second.theta());
    assertThat(first.objective()).isEqualTo(second.objective());
  }

  @Test
  void objectiveIsHubersByHand() {
    List<CurvePoint> points = SampleCurves.exact(List.of(1e9), 3, 500, (n, d) -> 0.2);
    FitData data = FitData.of(points, Axis.DATA).orElseThrow();
    Objective objective =
        new Objective(Laws.named("log-linear").bind(data.frame()).orElseThrow(), data);
    double level = data.logLoss(0) - 0.5 * data.sigma(0);
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double u = (data.logLoss(i) - level) / data.sigma(i);
      expected += u <= 1.345 ? u * u / 2 : 1.345 * (u - 1.345 / 2);
    }
    assertThat(objective.value(new double[] {0, level})).isCloseTo(expected, within(1e-12));
    double far = data.logLoss(0) - 3 * data.sigma(0);
    double wide = 0;
    for (int i = 0; i < 3; i++) {
      wide += 1.345 * ((data.logLoss(i) - far) / data.sigma(i) - 1.345 / 2);
    }
    assertThat(objective.value(new double[] {0, far})).isCloseTo(wide, within(1e-9));
  }

  @Test
  void standardErrorsOfALineAreTheSandwichByHand() {
    List<CurvePoint> points =
        new SimulatedStudy(List.of(1e9), 1, 30, 512, 1000, 500)
            .draw((n, d) -> 3 * Math.pow(d, -0.25), 2);
    Fit fit = fit("log-linear", points, Axis.DATA, 1);
    double[] u = fit.residuals();
    double[][] a = new double[2][2];
    double[][] b = new double[2][2];
    for (int i = 0; i < u.length; i++) {
      double[] j = {-fit.data().z(i), 1};
      double size = Math.abs(u[i]) / fit.scale();
      for (int p = 0; p < 2; p++) {
        for (int q = 0; q < 2; q++) {
          double jj = j[p] * j[q] / Math.pow(fit.data().sigma(i) * fit.scale(), 2);
          a[p][q] += size <= 1.345 ? jj : 0;
          b[p][q] += Math.pow(Math.min(size, 1.345), 2) * jj;
        }
      }
    }
    double det = a[0][0] * a[1][1] - a[0][1] * a[1][0];
    double[] row = {a[1][1] / det, -a[0][1] / det};
    double variance = 0;
    for (int p = 0; p < 2; p++) {
      for (int q = 0; q < 2; q++) {
        variance += row[p] * b[p][q] * row[q];
      }
    }
    variance *= 30.0 / 28;
    assertThat(StandardErrors.of(fit)[0]).isCloseTo(Math.sqrt(variance), within(1e-6));
  }
}
