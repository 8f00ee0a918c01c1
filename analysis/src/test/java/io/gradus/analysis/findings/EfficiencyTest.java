package io.gradus.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.TestSpark;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.findings.LinearCheck.Line;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The k and R² that a report shows, against MLlib's regression of the same points. */
class EfficiencyTest {
  private static final double[] SIZES = {1e7, 3e7, 1e8};

  /** One noisy run of every size; step 0 lies on no line. */
  private static List<CurvePoint> points() {
    SplittableRandom random = new SplittableRandom(7);
    List<CurvePoint> points = new ArrayList<>();
    for (double params : SIZES) {
      double slope = 0.1 + 0.02 * Math.log10(params);
      for (int step = 0; step <= 60; step += 5) {
        double noise = Math.exp(0.3 * (random.nextDouble() - 0.5));
        double loss = step == 0 ? 0.97 : 3 * Math.pow(64 * step, -slope) * noise;
        points.add(
            SampleCurves.point("run " + params, params, 1, 8, step, 400, Math.min(0.99, loss)));
      }
    }
    return points;
  }

  @Test
  void reportedEfficienciesAreThoseOfMllib() {
    for (Axis axis : Axis.values()) {
      List<SizeEfficiency> reported = Findings.efficiencies(points(), "bench", axis);
      List<Line> lines = LinearCheck.run(TestSpark.fresh(), points(), axis);
      assertThat(lines).hasSize(SIZES.length);
      assertThat(reported).extracting(SizeEfficiency::params).containsExactly(1e7, 3e7, 1e8);
      for (int i = 0; i < SIZES.length; i++) {
        assertThat(reported.get(i).k()).isCloseTo(lines.get(i).k(), within(1e-9));
        assertThat(reported.get(i).r2()).isCloseTo(lines.get(i).r2(), within(1e-9));
      }
    }
  }
}
