package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoothingTest {

  @Test
  void smoothedCurveIsNearerTheTruth() {
    int n = 100;
    Random random = new Random(4);
    double[] x = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
    double[] truth = IntStream.range(0, n).mapToDouble(i -> 0.8 * Math.pow(x[i], -0.3)).toArray();
    double[] loss =
        IntStream.range(0, n).mapToDouble(i -> truth[i] + 0.02 * random.nextGaussian()).toArray();
    double[] se = IntStream.range(0, n).mapToDouble(i -> 0.02).toArray();

    double[] smooth = Smoothing.spline(x, loss, se);

    double before = 0;
    double after = 0;
    for (int i = 0; i < n; i++) {
      before += Math.pow(loss[i] - truth[i], 2);
      after += Math.pow(smooth[i] - truth[i], 2);
    }
    assertThat(after).isLessThan(before / 5);
  }

  @Test
  void splineKeepsAStraightLine() {
    double[] x = {0, 0.3, 0.5, 1.1, 1.9, 2.4, 3};
    double[] y = IntStream.range(0, x.length).mapToDouble(i -> 2 - 0.5 * x[i]).toArray();
    double[] fitted = PenalisedSpline.fit(x, y, new double[] {1, 2, 1, 3, 1, 1, 1});

    for (int i = 0; i < x.length; i++) {
      assertThat(fitted[i]).isCloseTo(y[i], within(1e-6));
    }
  }

  @Test
  void tooFewPointsAreRefused() {
    double[] three = {1, 2, 3};
    assertThatThrownBy(() -> Smoothing.spline(three, three, three))
        .hasMessage(
            "Smoothing needs at least 4 points with loss and se each, found 3 x, 3 loss, 3 se");
  }
}
