package io.gradus.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.TwoFamilies;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.findings.Findings;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.findings.Verdict;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.forecast.ForecastRequest;
import io.gradus.analysis.forecast.Forecaster;
import io.gradus.analysis.forecast.Target;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.plan.Budget;
import io.gradus.analysis.plan.PlanOption;
import io.gradus.analysis.plan.PlanRequest;
import io.gradus.analysis.plan.PlanRequest.Extrapolation;
import io.gradus.analysis.plan.PlanResult;
import io.gradus.analysis.plan.Planner;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two families, two benchmarks and mixed reuse: nothing of one is said of the other. */
class TwoFamiliesTest {
  private static final List<CurvePoint> POINTS = TwoFamilies.curves();
  private static StudyResult study;

  @BeforeAll
  static void fit() {
    StudySettings settings =
        new StudySettings(List.of(Axis.DATA), List.of("log-linear", "power"), 20, 5, 0.95, 1);
    study = LawStudy.run(POINTS, settings, new LocalRunner());
  }

  @Test
  void lawsAreFittedToEachFamilysOwnReferenceRunsOnEachBenchmark() {
    CurveKey quiz = CurveKey.of("steep", "base", "quiz");
    LawReport steep = study.report("power", Axis.DATA, TwoFamilies.STEEP, Scope.ALL_SIZES).get();
    LawReport flat = study.report("power", Axis.DATA, TwoFamilies.FLAT, Scope.ALL_SIZES).get();

    assertThat(study.comparisons())
        .extracting(c -> c.key().label())
        .containsExactly(
            "flat, base, exam", "flat, base, quiz", "steep, base, exam", "steep, base, quiz");
    assertThat(steep.fit().function().model().frame().sizes()).isEqualTo(TwoFamilies.STEEP_SIZES);
    assertThat(steep.fit().points()).isEqualTo(3 * TwoFamilies.STEPS);
    assertThat(flat.fit().function().model().frame().sizes()).isEqualTo(TwoFamilies.FLAT_SIZES);
    assertThat(flat.fit().points()).isEqualTo(3 * TwoFamilies.STEPS);
    assertThat(SampleCurves.value(steep.fit(), "beta")).isCloseTo(0.4, within(0.005));
    assertThat(SampleCurves.value(flat.fit(), "beta")).isCloseTo(0.01, within(0.002));
    for (double params : TwoFamilies.STEEP_SIZES) {
      Scope own = new Scope.OneSize(params);
      assertThat(k(TwoFamilies.STEEP, own)).isCloseTo(0.4, within(0.005));
      assertThat(k(quiz, own)).as("half on the square root").isCloseTo(0.2, within(0.005));
      assertThat(study.report("log-linear", Axis.DATA, TwoFamilies.FLAT, own)).isEmpty();
    }
    assertThat(study.notes())
        .contains(
            "steep, base, exam: laws are fitted to the 3 of 5 runs with reuse 1 and group size 8")
        .noneMatch(note -> note.startsWith("flat"));
  }

  private static double k(CurveKey key, Scope scope) {
    LawReport report = study.report("log-linear", Axis.DATA, key, scope).orElseThrow();
    return SampleCurves.value(report.fit(), "k");
  }

  @Test
  void everyForecastIsThatOfItsOwnFamily() {
    ForecastRequest request = new ForecastRequest(List.of(80), List.of(64e6), 0.95);
    List<Forecast> forecasts = Forecaster.run(POINTS, study, request).forecasts();

    List<Forecast> plain =
        forecasts.stream()
            .filter(f -> f.key().benchmark().equals("exam") && f.target() instanceof Target.Run)
            .filter(f -> !f.target().label().matches("steep-4000000-t(4-g8|1-g16)"))
            .toList();
    assertThat(plain).hasSize(6);
    assertThat(plain)
        .allSatisfy(
            f ->
                assertThat(f.loss() / TwoFamilies.loss(f.key(), f.params(), f.x()))
                    .as(f.target().label())
                    .isCloseTo(1, within(0.01)));
    List<Forecast> sizes =
        forecasts.stream()
            .filter(f -> f.key().benchmark().equals("exam") && f.target() instanceof Target.Size)
            .toList();
    assertThat(sizes).extracting(Forecast::key).contains(TwoFamilies.STEEP, TwoFamilies.FLAT);
    assertThat(sizes)
        .allSatisfy(
            f ->
                assertThat(f.loss() / TwoFamilies.loss(f.key(), f.params(), f.x()))
                    .as(f.key().label())
                    .isCloseTo(1, within(0.03)));
  }

  private static PlanRequest request(Budget budget, CurveKey key) {
    return new PlanRequest(budget, key, List.of(), 4, Extrapolation.REFUSE, 0.95, 1);
  }

  @Test
  void aPlanIsMadeWithinTheFamilyAskedFor() {
    List<PredictiveLaw> laws = study.reports().stream().map(PredictiveLaw::of).toList();
    Budget budget = Budget.data(5120, 1);
    PlanResult steep = Planner.plan(laws, POINTS, request(budget, TwoFamilies.STEEP));

    assertThat(steep.options())
        .extracting(PlanOption::params)
        .contains(32e6, 16e6, 4e6, 1e6)
        .doesNotContain(2e6, 8e6, 64e6);
    PlanOption best = steep.options().get(0);
    assertThat(best.params()).isEqualTo(32e6);
    // 80 steps of 64 prompts; groups of 16 were measured at 0.9 times the loss.
    assertThat(best.steps()).isEqualTo(80);
    assertThat(best.groupSize()).isEqualTo(16);
    double expected = 0.9 * TwoFamilies.loss(TwoFamilies.STEEP, 32e6, 5120);
    assertThat(best.loss() / expected).isCloseTo(1, within(0.02));

    PlanResult flat = Planner.plan(laws, POINTS, request(Budget.data(1024, 5), TwoFamilies.FLAT));
    assertThat(flat.options())
        .as("flat has runs of reuse 5 and group size 8 only")
        .allMatch(o -> o.tau() == 5 && o.groupSize() == 8 && o.steps() == 80);
    CurveKey none = CurveKey.of("none", "base", "exam");
    assertThatThrownBy(() -> Planner.plan(laws, POINTS, request(budget, none)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No law over data and all sizes for family 'none', variant 'base' and benchmark 'exam'");
  }

  @Test
  void findingsCompareWithinAFamilyAndSayWhereFamiliesDisagree() {
    List<Finding> findings = Findings.test(POINTS, "exam", Findings.Settings.DEFAULT);
    Finding compute = findings.get(0);

    // At equal compute a four times larger model has a quarter of the data: 4^(β − 0.1).
    assertThat(overall(compute, "steep base").estimate()).isCloseTo(Math.pow(4, 0.3), within(0.01));
    assertThat(overall(compute, "flat base").estimate())
        .isCloseTo(Math.pow(4, -0.09), within(0.01));
    assertThat(compute.families())
        .containsExactly(
            new Finding.FamilyVerdict("flat", Verdict.SUPPORTED),
            new Finding.FamilyVerdict("steep", Verdict.CONTRADICTED));
    assertThat(compute.verdict()).as("they disagree").isEqualTo(Verdict.UNDECIDED);
    assertThat(compute.answer())
        .startsWith("By family: supported for flat, contradicted for steep. At equal compute");
    assertThat(findings.get(1).effects())
        .extracting(e -> e.compared().label())
        .contains("1M → 4M", "4M → 16M", "2M → 8M", "8M → 32M")
        .doesNotContain("1M → 2M", "2M → 4M", "4M → 8M");
    // Reuse at 4M, 20 % above fresh data; flat has no fresh runs to compare with.
    assertThat(findings.get(2).effects())
        .extracting(e -> e.within().label())
        .containsOnly("steep base 4M");
    assertThat(findings.get(2).effects().get(0).estimate()).isCloseTo(1.2, within(1e-9));
  }

  @Test
  void efficienciesAreASeriesForEachFamily() {
    List<SizeEfficiency> ks = Findings.efficiencies(POINTS, "exam", Axis.DATA);

    assertThat(ks)
        .extracting(k -> k.models().family() + " " + k.params() / 1e6)
        .containsExactly(
            "flat 2.0", "flat 8.0", "flat 32.0", "steep 1.0", "steep 4.0", "steep 16.0");
    assertThat(ks)
        .allSatisfy(
            k ->
                assertThat(k.k())
                    .isCloseTo(k.models().family().equals("flat") ? 0.01 : 0.4, within(1e-6)));
  }

  @Test
  void addingAFamilyDoesNotChangeTheFiguresOfAnother() {
    List<CurvePoint> alone =
        POINTS.stream().filter(p -> CurveKey.of(p).family().equals("steep")).toList();
    StudySettings settings =
        new StudySettings(List.of(Axis.DATA), List.of("log-linear", "power"), 20, 5, 0.95, 1);
    StudyResult only = LawStudy.run(alone, settings, new LocalRunner());

    List<LawReport> together = new ArrayList<>();
    for (LawReport report : study.reports()) {
      if (report.fit().key().family().equals("steep")) {
        together.add(report);
      }
    }
    assertThat(together).hasSameSizeAs(only.reports());
    for (int i = 0; i < together.size(); i++) {
      assertThat(together.get(i).intervals()).isEqualTo(only.reports().get(i).intervals());
      assertThat(together.get(i).heldOut()).isEqualTo(only.reports().get(i).heldOut());
    }
    assertThat(Findings.efficiencies(alone, "exam", Axis.DATA))
        .isEqualTo(
            Findings.efficiencies(POINTS, "exam", Axis.DATA).stream()
                .filter(k -> k.models().family().equals("steep"))
                .toList());
  }

  private static Effect overall(Finding finding, String within) {
    return finding.effects().stream()
        .filter(e -> e.isOverall() && e.within().label().equals(within))
        .findFirst()
        .orElseThrow();
  }
}
