package io.gradus.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitDataTest {

  private static List<CurvePoint> constant(int problems, double loss) {
    return SampleCurves.exact(List.of(1e9), 3, problems, (n, d) -> loss);
  }

  @Test
  void logLossAndErrorAreTheBinomialOnesByHand() {
    FitData data = FitData.of(constant(500, 0.2), Axis.DATA).orElseThrow();
    // Three points, window of one neighbour on each side: the middle sees 300 wrong of 1,500, and
    // half an answer on each side.
    double p = 300.5 / 1501;
    assertThat(data.logLoss(1)).isCloseTo(Math.log(0.2 + (1 - p) / 1000), within(1e-12));
    assertThat(data.sigma(1)).isCloseTo(Math.sqrt((1 - p) / (500 * p)), within(1e-12));
  }

  @Test
  void zeroLossStaysFinite() {
    FitData data = FitData.of(constant(500, 0), Axis.DATA).orElseThrow();
    double p = 0.5 / 1501;
    assertThat(data.logLoss(1)).isCloseTo(Math.log((1 - p) / 1000), within(1e-12));
    assertThat(data.sigma(1)).isFinite();
  }

  @Test
  void standardErrorsSetTheNumberOfAnswersWhereTheyAreKnown() {
    List<CurvePoint> points = new ArrayList<>();
    for (CurvePoint p : constant(500, 0.2)) {
      points.add(
          new CurvePoint(
              p.runId(),
              p.family(),
              p.variant(),
              p.params(),
              p.seed(),
              p.tau(),
              p.groupSize(),
              p.step(),
              p.data(),
              p.tokens(),
              p.compute(),
              p.benchmark(),
              p.problems(),
              p.loss(),
              Math.sqrt(0.2 * 0.8 / 2000)));
    }
    FitData data = FitData.of(points, Axis.DATA).orElseThrow();
    double p = 1200.5 / 6001;
    assertThat(data.sigma(1)).isCloseTo(Math.sqrt((1 - p) / (2000 * p)), within(1e-9));
  }

  @Test
  void pointsWithoutNoiseAreRefusedByRunAndStep() {
    assertThatThrownBy(() -> FitData.of(constant(0, 0.2), Axis.DATA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Run run-1.0E9, benchmark bench, step 1 has neither a standard error nor a number of"
                + " problems");
  }

  @Test
  void stepZeroIsLeftOutAndNothingIsLeftWithoutX() {
    CurvePoint start = SampleCurves.point("r", 1e9, 1, 8, 0, 500, 0.5);
    assertThat(FitData.of(List.of(start), Axis.DATA)).isEmpty();
  }

  @Test
  void pointsAreGroupedBySizeAndRun() {
    List<CurvePoint> points = new ArrayList<>();
    for (double size : List.of(7e9, 1e9)) {
      for (String run : List.of("b", "a")) {
        for (int step = 3; step >= 1; step--) {
          points.add(SampleCurves.point(run + size, size, 1, 8, step, 500, 0.1 * step));
        }
      }
    }
    FitData data = FitData.of(points, Axis.DATA).orElseThrow();
    assertThat(data.runs()).isEqualTo(4);
    assertThat(List.of(data.runStart(0), data.runStart(1), data.runStart(2), data.runStart(3)))
        .containsExactly(0, 3, 6, 9);
    assertThat(List.of(data.sizeStart(0), data.sizeStart(1), data.sizeStart(2)))
        .containsExactly(0, 6, 12);
    assertThat(data.points().stream().limit(4).map(CurvePoint::step)).containsExactly(1, 2, 3, 1);
    assertThat(data.points().get(0).runId()).isEqualTo("a1.0E9");
  }
}
