package io.gradus.analysis.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.forecast.RunForecast.Advice;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.simulate.SimulatedStudy;
import io.gradus.analysis.simulate.Truth;
import io.gradus.analysis.uncertainty.Band;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecasterTest {
  private static final SimulatedStudy DESIGN =
      new SimulatedStudy(List.of(.5e9, 1.5e9, 3e9, 7e9, 14e9), 1, 80, 512, 8000, 500);

  private static StudyResult study(List<CurvePoint> points) {
    StudySettings settings =
        new StudySettings(List.of(Axis.DATA), List.of("log-linear", "power"), 60, 20, 0.95, 1);
    return LawStudy.run(points, settings, new LocalRunner());
  }

  @Test
  void unfinishedRunsAreCarriedOnToTheStepsAskedFor() {
    Truth truth = Truth.all().get(0);
    List<CurvePoint> points =
        DESIGN.draw(truth.loss(), 5).stream().filter(p -> p.step() <= 40).toList();
    ForecastRequest request = new ForecastRequest(List.of(30, 80), List.of(), 0.95);
    List<Forecast> runs =
        Forecaster.run(points, study(points), request).forecasts().stream()
            .filter(f -> f.target() instanceof Target.Run)
            .toList();
    assertThat(runs).hasSize(5).allMatch(f -> f.step() == 80 && f.x() == 80 * 512);
    long held =
        runs.stream()
            .filter(
                f -> {
                  double expected = truth.loss().applyAsDouble(f.params(), f.x());
                  return expected >= f.low() && expected <= f.high();
                })
            .count();
    assertThat(held).isGreaterThanOrEqualTo(4);
    assertThat(runs).allMatch(f -> f.extrapolation() == 2);
  }

  @Test
  void runsThatLieOffTheLawKeepTheirOffset() {
    List<CurvePoint> points =
        new java.util.ArrayList<>(
            SampleCurves.exact(
                List.of(1e9, 3e9, 9e9),
                40,
                500,
                (n, d) -> 50 * Math.pow(n, -0.15) * Math.pow(d, -0.2)));
    for (int step = 1; step <= 20; step++) {
      double loss = 1.3 * 50 * Math.pow(1e9, -0.15) * Math.pow(512 * step, -0.2);
      points.add(SampleCurves.point("worse", 1e9, 1, 8, step, 500, loss));
    }
    Forecast worse =
        Forecaster.run(points, study(points), ForecastRequest.DEFAULT).forecasts().stream()
            .filter(f -> f.target().equals(new Target.Run("worse")))
            .findFirst()
            .orElseThrow();
    double usual = 50 * Math.pow(1e9, -0.15) * Math.pow(512 * 40, -0.2);
    assertThat(worse.step()).isEqualTo(40);
    assertThat(worse.loss() / usual).isBetween(1.15, 1.35);
  }

  @Test
  void aLargerSizeIsPredictedFromSmallerOnes() {
    Truth truth = Truth.all().get(3);
    List<CurvePoint> points = DESIGN.draw(truth.loss(), 6);
    ForecastRequest request = new ForecastRequest(List.of(), List.of(28e9), 0.95);
    ForecastResult result = Forecaster.run(points, study(points), request);
    List<Forecast> sizes = result.forecasts().stream().filter(f -> f.step() < 0).toList();
    assertThat(sizes).hasSize(5).allMatch(f -> f.target().equals(new Target.Size(28e9)));
    Forecast last = sizes.get(4);
    double expected = truth.loss().applyAsDouble(28e9, last.x());
    assertThat(last.loss()).isBetween(0.85 * expected, 1.15 * expected);
    assertThat(last.extrapolation()).isEqualTo(2);
    assertThat(result.table()).contains("N=28000000000");
  }

  @Test
  void stepsAskedForHoldForSizesWithoutRunsAndTheReasonAndAdviceAreSaid() {
    // Still falling as a power law: 4 N^-0.1 D^-0.3 at 512 prompts a step.
    List<CurvePoint> points =
        SampleCurves.exact(
            List.of(1e9, 3e9, 9e9), 40, 2000, (n, d) -> 40 * Math.pow(n, -0.1) * Math.pow(d, -0.3));
    ForecastRequest request = new ForecastRequest(List.of(20, 80), List.of(18e9), 0.95);
    ForecastResult result = Forecaster.run(points, study(points), request);
    List<Forecast> sizes =
        result.forecasts().stream().filter(f -> f.target() instanceof Target.Size).toList();

    assertThat(sizes).extracting(Forecast::step).containsExactly(20, 80);
    assertThat(sizes).extracting(Forecast::x).containsExactly(20 * 512.0, 80 * 512.0);
    double expected = 40 * Math.pow(18e9, -0.1) * Math.pow(80 * 512, -0.3);
    assertThat(sizes.get(1).loss() / expected).isBetween(0.98, 1.02);
    assertThat(result.laws())
        .anyMatch(s -> s.startsWith("base, bench: later steps over data by 3 laws and \"stays"))
        .anyMatch(s -> s.contains("combined by how they predicted hidden larger sizes"));
    // By 2^-0.3 lower at twice the steps, and by 2^-0.1 at twice the size.
    assertThat(result.advice())
        .singleElement()
        .asString()
        .startsWith(
            "What to do (base, bench; worth it when the loss surely falls by at least 1 %):"
                + " continue run-")
        .contains("18B is expected to be worth training")
        .doesNotContain("do not decide");
    assertThat(result.table()).contains("family").contains("variant").contains("What to do");

    List<CurvePoint> flat = SampleCurves.exact(List.of(1e9, 3e9, 9e9), 40, 2000, (n, d) -> 0.3);
    assertThat(Forecaster.run(flat, study(flat), request).advice())
        .singleElement()
        .asString()
        .contains("stop run-")
        .doesNotContain("continue run-");
  }

  /** Two laws at 0.2 and 0.4 with inverse mean squares 1/0.01 and 1/0.04: weights 0.8 and 0.2. */
  @Test
  void aMixtureIsTheWeightedMeanAndHoldsHowFarItsPartsLieApart() {
    Mixture mixture = new Mixture();
    mixture.add(100, Math.log(0.2), 0.03);
    mixture.add(25, Math.log(0.4), 0.06);
    double mean = 0.8 * Math.log(0.2) + 0.2 * Math.log(0.4);
    double apart = 0.8 * 0.2 * Math.log(2) * Math.log(2);
    double inside = 0.8 * 0.03 * 0.03 + 0.2 * 0.06 * 0.06;
    double reach = 1.959964 * Math.sqrt(apart + inside + 0.05 * 0.05);
    Band band = mixture.band(0.95, 0.05);
    assertThat(band.loss()).isCloseTo(Math.exp(mean), within(1e-12));
    assertThat(band.low()).isCloseTo(Math.exp(mean - reach), within(1e-6));
    assertThat(band.high()).isCloseTo(Math.exp(mean + reach), within(1e-6));
  }

  /** Falls as X^-0.25 up to the half, then stays. */
  @Test
  void whereCurvesBendItIsSaid() {
    List<CurvePoint> points =
        SampleCurves.exact(
            List.of(1e9, 3e9, 9e9),
            60,
            2000,
            (n, d) -> 30 * Math.pow(n, -0.1) * Math.pow(Math.min(d, 30 * 512), -0.25));
    ForecastRequest request = new ForecastRequest(List.of(120), List.of(), 0.95);
    ForecastResult result = Forecaster.run(points, study(points), request);
    // The last tenth, steps 55 to 60: their mean of ln(step/30), 0.65, times 0.25.
    assertThat(result.notes())
        .anyMatch(s -> s.startsWith("base, bench: the curves bend: at their ends the loss is 17."));
    List<CurvePoint> straight =
        SampleCurves.exact(
            List.of(1e9, 3e9, 9e9), 60, 2000, (n, d) -> 3 * Math.pow(n, -0.1) * Math.pow(d, -0.1));
    assertThat(Forecaster.run(straight, study(straight), request).notes())
        .noneMatch(s -> s.contains("bend"));
  }

  @Test
  void aRunningTrainingWaitsGoesOnAndStops() {
    RunningForecaster forecaster = new RunningForecaster(100, 0.01, 1);
    List<CurvePoint> falling =
        SampleCurves.exact(List.of(1e9), 50, 500, (n, d) -> 0.6 * Math.pow(d / 512, -0.25));
    assertThat(forecaster.forecast(falling.subList(0, 3)).advice()).isEqualTo(Advice.WAIT);
    RunForecast going = forecaster.forecast(falling);
    assertThat(going.advice()).isEqualTo(Advice.GO);
    assertThat(0.6 * Math.pow(100, -0.25)).isBetween(0.99 * going.low(), 1.01 * going.high());
    double all = 6 * 1e9 * 50 * 512 * SampleCurves.TOKENS_A_PROMPT;
    assertThat(going.computeWorthSpending()).isBetween(0.8 * all, 1.01 * all);

    List<CurvePoint> flat =
        SampleCurves.exact(List.of(1e9), 60, 500, (n, d) -> 0.1 + 0.5 * Math.exp(-d / 1500));
    RunForecast stopping = forecaster.forecast(flat);
    assertThat(stopping.advice()).as(stopping.reason()).isEqualTo(Advice.STOP);
    assertThat(stopping.computeWorthSpending()).isZero();
    assertThat(stopping.finalLoss()).isBetween(0.095, 0.105);
  }

  @Test
  void requestsAreChecked() {
    assertThatThrownBy(() -> new ForecastRequest(List.of(0), List.of(), 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A step to forecast must be at least 1, found 0");
    assertThatThrownBy(() -> new RunningForecaster(0, 0.01, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Planned steps must be at least 1, found 0");
  }
}
