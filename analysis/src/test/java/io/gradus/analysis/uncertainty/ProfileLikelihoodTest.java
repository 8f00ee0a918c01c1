package io.gradus.analysis.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.fit.StandardErrors;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.law.Parameter;
import io.gradus.analysis.simulate.SimulatedStudy;
import io.gradus.analysis.uncertainty.ProfileLikelihood.Profile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileLikelihoodTest {

  private static Fit fit(String law, List<CurvePoint> points) {
    FitData data = FitData.of(points, Axis.DATA).orElseThrow();
    return new LawFitter(FitSettings.quick(1)).fit(Laws.named(law), data).orElseThrow();
  }

  /**
   * The objective of a line is nearly a parabola: the profile's ends are the estimate ± 1.96
   * errors.
   */
  @Test
  void profileOfAStraightLineIsItsStandardError() {
    SimulatedStudy one = new SimulatedStudy(List.of(1e9), 1, 80, 512, 1000, 500);
    Fit fit = fit("log-linear", one.draw((n, d) -> 3 * Math.pow(d, -0.25), 2));
    ParameterInterval k = ProfileLikelihood.of(fit, "k", 0.95).interval();
    double error = StandardErrors.of(fit)[0];
    assertThat((k.high() - k.low()) / 2).isCloseTo(1.96 * error, within(0.35 * error));
    assertThat(k.value()).isBetween(k.low(), k.high());
  }

  @Test
  void sizesFarBelowN0BoundItOnOneSideOnly() {
    SimulatedStudy small = new SimulatedStudy(List.of(1e6, 3e6, 1e7), 1, 60, 512, 1000, 500);
    Fit fit =
        fit("log-linear", small.draw((n, d) -> 0.5 * Math.pow(d / 512, -0.9 / (1 + 3e7 / n)), 3));
    Profile n0 = ProfileLikelihood.of(fit, "N0", 0.95);
    assertThat(n0.interval().identified()).isFalse();
    assertThat(n0.interval().reason()).startsWith("not identified: the interval of N0 ");
    assertThat(n0.interval().low()).isBetween(1e6, 3e7);
    assertThat(n0.points()).isSortedAccordingTo((a, b) -> Double.compare(a.value(), b.value()));
  }

  @Test
  void aProfileWithoutAnEndOverrulesReplicates() {
    SimulatedStudy small = new SimulatedStudy(List.of(1e6, 3e6, 1e7), 1, 60, 512, 1000, 500);
    Fit fit =
        fit("log-linear", small.draw((n, d) -> 0.5 * Math.pow(d / 512, -0.9 / (1 + 3e7 / n)), 3));
    Parameter n0 = fit.model().parameters().get(1);
    ParameterInterval sure = new ParameterInterval(n0, 2e7, 1e7, 4e7, true, "");
    ParameterInterval asked =
        ProfileLikelihood.confirm(fit, List.of(sure), Set.of("N0"), 0.95).get(0);
    assertThat(asked.identified()).isFalse();
    assertThat(asked.high()).isGreaterThan(4e7);
    assertThat(asked.reason()).endsWith("(profile likelihood)");
    assertThat(ProfileLikelihood.confirm(fit, List.of(sure), Set.of("Kmax"), 0.95))
        .containsExactly(sure);
  }

  @Test
  void unknownParametersAreNamed() {
    SimulatedStudy one = new SimulatedStudy(List.of(1e9), 1, 10, 512, 1000, 500);
    Fit fit = fit("log-linear", one.draw((n, d) -> 3 * Math.pow(d, -0.25), 2));
    assertThatThrownBy(() -> ProfileLikelihood.of(fit, "N0", 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Law log-linear has no free parameter 'N0'; it has [k, E]");
  }
}
