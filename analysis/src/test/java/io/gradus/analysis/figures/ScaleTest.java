package io.gradus.analysis.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void logTicksFallOnRoundNumbers() {
    assertThat(labels(ChartAxis.log("x").from(10, 100_000), 6))
        .containsExactly("10", "100", "1000", "10k", "100k");
    assertThat(labels(ChartAxis.log("x").from(0.05, 1), 6))
        .containsExactly("0.05", "0.1", "0.2", "0.5", "1");
    assertThat(labels(ChartAxis.log("x").from(1e16, 1e20), 3))
        .containsExactly("10¹⁶", "10¹⁸", "10²⁰");
    assertThat(labels(ChartAxis.log("N").from(4e8, 2e10), 6))
        .containsExactly("500M", "1B", "2B", "5B", "10B", "20B");
  }

  @Test
  void narrowLogRangesStillGetTicks() {
    assertThat(labels(ChartAxis.log("x").from(0.31, 0.38), 6)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void aNarrowPanelOverTwoDecadesKeepsTicksOfALogAxis() {
    assertThat(labels(ChartAxis.log("x").from(1.7, 118), 3))
        .containsExactly("3", "10", "30", "100");
    assertThat(labels(ChartAxis.log("x").from(1.7, 118), 2)).containsExactly("10", "100");
  }

  @Test
  void linearTicksAndPercent() {
    assertThat(labels(ChartAxis.linear("x").from(0, 1).percent(), 5))
        .containsExactly("0%", "20%", "40%", "60%", "80%", "100%");
    assertThat(labels(ChartAxis.linear("x").from(-1, 1), 5))
        .containsExactly("−1.0", "−0.5", "0.0", "0.5", "1.0");
    assertThat(labels(ChartAxis.linear("x").from(0, 50_000), 5))
        .containsExactly("0", "10k", "20k", "30k", "40k", "50k");
  }

  @Test
  void positions() {
    Scale log = Scale.over(ChartAxis.log("x").from(1, 100), List.of());
    Scale linear = Scale.over(ChartAxis.linear("x").from(-1, 3), List.of());

    assertThat(log.position(10)).isCloseTo(0.5, within(1e-12));
    assertThat(linear.position(0)).isCloseTo(0.25, within(1e-12));
    assertThat(log.shows(0)).isFalse();
    assertThat(linear.shows(Double.NaN)).isFalse();
  }

  @Test
  void rangeHoldsTheDataAndKeepsZero() {
    Scale scale = Scale.over(ChartAxis.linear("x"), List.of(new double[] {0.1, Double.NaN, 5}));
    assertThat(scale.position(0)).isCloseTo(0, within(1e-12));
    assertThat(scale.position(5)).isBetween(0.9, 1.0);
    assertThat(Scale.over(ChartAxis.log("x"), List.of(new double[] {0, -1})).position(1))
        .isFinite();
    assertThat(Scale.over(ChartAxis.log("x"), List.of(new double[] {7})).position(7))
        .isCloseTo(0.5, within(1e-9));
  }

  private static List<String> labels(ChartAxis axis, int most) {
    return Scale.over(axis, List.of()).ticks(most).stream()
        .map(Scale.Tick::label)
        .filter(l -> !l.isEmpty())
        .toList();
  }
}
