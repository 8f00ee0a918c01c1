package io.gradus.analysis.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.law.Parameter;
import io.gradus.analysis.law.Parameter.Kind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void withoutBiasTheEndsAreThePercentiles() {
    double[] drawn = IntStream.rangeClosed(1, 999).mapToDouble(i -> i).toArray();
    double[] ends = Intervals.biasCorrected(500, drawn, 0.95);
    assertThat(ends[0]).isCloseTo(25, within(1e-9));
    assertThat(ends[1]).isCloseTo(975, within(1e-9));
  }

  @Test
  void biasMovesBothEnds() {
    double[] drawn = IntStream.rangeClosed(1, 999).mapToDouble(i -> i).toArray();
    double[] ends = Intervals.biasCorrected(600, drawn, 0.95);
    // 599.5 of 999 lie below: z0 = 0.2535; ends at Φ(2 z0 ∓ 1.95996) = 0.0731 and 0.9932.
    double z0 = Normal.quantile(599.5 / 999);
    assertThat(ends[0]).isCloseTo(1000 * Normal.cdf(2 * z0 - 1.959964), within(0.01));
    assertThat(ends[0]).isCloseTo(73.1, within(1.0));
    assertThat(ends[1]).isCloseTo(993.2, within(1.0));
  }

  @Test
  void theIntervalAlwaysHoldsTheEstimate() {
    double[] drawn = IntStream.rangeClosed(1, 999).mapToDouble(i -> i).toArray();
    double[] ends = Intervals.biasCorrected(2000, drawn, 0.95);
    assertThat(ends[1]).isEqualTo(2000);
    assertThat(ends[0]).isLessThan(500);
  }

  @Test
  void whatIsNotIdentifiedIsSaidInWords() {
    Parameter n0 = new Parameter("N0", "parameters", "", Kind.SCALE, 1e6, 1e13);
    assertThat(Intervals.reason(n0, 2e9, 8e9)).isEmpty();
    assertThat(Intervals.reason(n0, 2e9, 3e10))
        .isEqualTo(
            "not identified: the interval of N0 spans more than a decade, 2.00e+09 to 3.00e+10");
    assertThat(Intervals.reason(n0, 2e12, 1e13))
        .isEqualTo(
            "not identified: the interval of N0 runs into its upper bound 1.00e+13; any larger value"
                + " fits");
    assertThat(Intervals.reason(n0, 1e6, 1e13))
        .isEqualTo("not identified: the interval of N0 fills its whole range");
    Parameter e = new Parameter("E", "log10 loss", "", Kind.INTERCEPT, -5, 5);
    assertThat(Intervals.reason(e, -1, 2)).isEmpty();
  }

  @Test
  void normalLawAgreesWithTables() {
    assertThat(Normal.quantile(0.975)).isCloseTo(1.959963985, within(1e-8));
    assertThat(Normal.cdf(-1.644853627)).isCloseTo(0.05, within(1e-9));
  }
}
