package io.gradus.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CrossingsTest {

  /**
   * The small model has 0.8 · (C/1e9)^−0.1, the large one 0.8 · (C/1e9)^−0.4 · 2: they meet where
   * (C/1e9)^0.3 = 2, at C = 1e9 · 2^(10/3) = 1.008e10.
   */
  private static List<CurvePoint> curves() {
    SplittableRandom random = new SplittableRandom(4);
    List<CurvePoint> points = new ArrayList<>();
    for (double params : new double[] {1e4, 4e4}) {
      for (int step = 1; step <= 60; step++) {
        double data = 16.0 * step;
        double compute = 4e9 * Math.pow(step, 0.9);
        double tokens = compute / (6 * params);
        double k = params > 2e4 ? 0.4 : 0.1;
        double loss = (params > 2e4 ? 1.6 : 0.8) * Math.pow(compute / 1e9, -k);
        int wrong = 0;
        for (int i = 0; i < 2000; i++) {
          wrong += random.nextDouble() < loss ? 1 : 0;
        }
        double seen = wrong / 2000.0;
        points.add(
            new CurvePoint(
                "n" + params,
                "toy",
                "base",
                params,
                1,
                1,
                8,
                step,
                data,
                tokens,
                compute,
                "exam",
                2000,
                seen,
                Math.sqrt(seen * (1 - seen) / 2000)));
      }
    }
    return points;
  }

  @Test
  void theLargerSizeTakesOverWhereTheCurvesMeet() {
    List<CurvePoint> points = curves();
    StudySettings settings =
        new StudySettings(List.of(Axis.COMPUTE), List.of("log-linear"), 200, 10, 0.95, 1);
    StudyView view =
        new StudyView(
            "t",
            "s",
            "exam",
            points,
            LawStudy.run(points, settings, new LocalRunner()),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Backtest.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(CurveKey.of(points.get(0)), RunSetting.of(points.get(0))),
            Optional.empty());

    assertThat(Crossings.of(view))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.small()).isEqualTo(1e4);
              assertThat(c.large()).isEqualTo(4e4);
              assertThat(c.compute()).isBetween(0.9e10, 1.12e10);
              assertThat(c.low()).isLessThan(c.compute()).isGreaterThan(0.8e10);
              assertThat(c.high()).isGreaterThan(c.compute()).isLessThan(1.25e10);
            });
    assertThat(Answers.details(view))
        .singleElement()
        .asString()
        .startsWith("At equal compute 40k base takes over from 10k at C = 1.0·10¹⁰ FLOP");
  }
}
