package io.gradus.analysis.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.plan.PlanRequest.Extrapolation;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class PlannerTest {
  /** L = 40 N^-0.1 D^-0.3: with C = 6 N T at 1,000 tokens a prompt, D = C / 6000 N. */
  private static final DoubleBinaryOperator LAW =
      (n, d) -> 40 * Math.pow(n, -0.1) * Math.pow(d, -0.3);

  private static final CurveKey KEY = CurveKey.of("test", "base", "bench");
  private static final double FLOP_A_PROMPT = 6 * SampleCurves.TOKENS_A_PROMPT;

  private static List<CurvePoint> curves() {
    return new ArrayList<>(SampleCurves.exact(List.of(1e9, 3e9, 9e9), 40, 500, LAW));
  }

  private static List<PredictiveLaw> laws(List<CurvePoint> points) {
    StudySettings settings =
        new StudySettings(List.of(Axis.DATA), List.of("power"), 40, 10, 0.95, 1);
    return LawStudy.run(points, settings, new LocalRunner()).reports().stream()
        .map(PredictiveLaw::of)
        .toList();
  }

  private static PlanRequest request(Budget budget, Extrapolation extrapolation, Double... sizes) {
    return new PlanRequest(budget, KEY, List.of(sizes), 4, extrapolation, 0.95, 1);
  }

  @Test
  void aComputeBudgetBuysTheStepsOfEachSizeAndRanksThem() {
    List<CurvePoint> points = curves();
    double budget = FLOP_A_PROMPT * 1e9 * 512 * 120;
    PlanResult plan =
        Planner.plan(
            laws(points),
            points,
            request(Budget.compute(budget), Extrapolation.REFUSE, 1e9, 3e9, 9e9));
    // At equal compute L falls as N^(0.3 - 0.1) rises: the smallest size wins, 120 steps of it.
    assertThat(plan.options().stream().map(PlanOption::params)).containsExactly(1e9, 3e9, 9e9);
    assertThat(plan.options().stream().map(PlanOption::steps)).containsExactly(120, 40, 13);
    PlanOption best = plan.options().get(0);
    assertThat(best.loss()).isCloseTo(LAW.applyAsDouble(1e9, 120 * 512), within(0.005));
    assertThat(best.probabilityBest()).isGreaterThan(0.95);
    assertThat(best.compute()).isCloseTo(budget, within(1e-6 * budget));
    assertThat(best.extrapolation()).isCloseTo(3, within(1e-9));
    assertThat(plan.next()).isPresent();
    assertThat(plan.table())
        .contains("Models: test base, on bench")
        .contains("Law: power over data (held-out error ")
        .contains("What to do: train 1B test base for 120 steps with groups of 8, expecting a loss")
        .contains("3.0 times beyond the data")
        .contains("P(best)")
        .contains("No run of a tenth of this cost would narrow");
  }

  @Test
  void allLawsPlanTogetherByTheirHeldOutErrors() {
    List<CurvePoint> points = curves();
    PredictiveLaw exact = laws(points).get(0);
    // The same law at half its loss would be wrong by ln 2; with twice the error it counts a fifth.
    LawFunction lower = shifted(exact.fit(), Math.log(0.5));
    PredictiveLaw near = like(exact, "power", exact.fit(), exact.replicates(), 0.1);
    PredictiveLaw far =
        like(
            exact,
            "power-floor",
            lower,
            exact.replicates().stream().map(r -> shifted(r, Math.log(0.5))).toList(),
            0.2);
    PlanResult plan =
        Planner.plan(
            List.of(near, far), points, request(Budget.data(20480, 1), Extrapolation.REFUSE, 9e9));

    PlanOption option = plan.options().get(0);
    double alone = exact.fit().predict(9e9, 20480);
    assertThat(option.loss()).isCloseTo(alone * Math.pow(0.5, 0.2), within(1e-9));
    // A fifth of the draws is of the lower law, so that the interval reaches down to it.
    assertThat(option.low()).isLessThan(0.55 * alone);
    assertThat(option.high()).isGreaterThan(0.99 * alone);
    assertThat(plan.table())
        .contains(
            "Law: 2 laws over data together, weighted by their held-out errors (most: power 0.80,"
                + " power-floor 0.20)");
  }

  private static LawFunction shifted(LawFunction law, double by) {
    double[] theta = law.theta();
    theta[0] += by;
    return new LawFunction(law.model(), theta);
  }

  private static PredictiveLaw like(
      PredictiveLaw law, String name, LawFunction fit, List<LawFunction> replicates, double error) {
    return new PredictiveLaw(
        name,
        law.axis(),
        law.key(),
        law.scope(),
        fit,
        replicates,
        law.largestX(),
        error,
        law.misfits());
  }

  @Test
  void gpuHoursAreComputeAtAStatedEfficiency() {
    assertThat(Budget.gpuHours(2, 1e15, 0.25).compute()).isEqualTo(1.8e18);
    assertThatThrownBy(() -> Budget.gpuHours(2, 1e15, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Budget: efficiency is 1.5, expected above 0 and at most 1");
  }

  @Test
  void sizesFarBeyondTheDataAreRefusedUnlessAskedFor() {
    List<CurvePoint> points = curves();
    Budget budget = Budget.data(20000, 1);
    PlanResult refused =
        Planner.plan(laws(points), points, request(budget, Extrapolation.REFUSE, 9e9, 72e9));
    assertThat(refused.options()).hasSize(1);
    assertThat(refused.refused())
        .containsExactly(
            "7.20e+10 parameters, group size 8, reuse 1 is 8.0 times the largest size that has"
                + " runs, beyond the limit of 4.0; ask for extrapolation to rank it");
    PlanResult allowed =
        Planner.plan(laws(points), points, request(budget, Extrapolation.ALLOW, 9e9, 72e9));
    assertThat(allowed.options().get(0).params()).isEqualTo(72e9);
    assertThat(allowed.options().get(0).extrapolation()).isCloseTo(8, within(1e-9));
  }

  @Test
  void stepsBeyondTheLimitAreNotPlanned() {
    List<CurvePoint> points = curves();
    PlanResult plan =
        Planner.plan(
            laws(points), points, request(Budget.data(512 * 1000, 1), Extrapolation.REFUSE, 9e9));
    assertThat(plan.options().get(0).steps()).isEqualTo(160);
    assertThat(plan.notes().get(0))
        .isEqualTo(
            "The budget would pay for up to 25.0 times the prompts that any run has seen; steps are"
                + " planned to 4.0 times, the limit of extrapolation.");
  }

  @Test
  void aTargetIsReachedWithTheFewestSteps() {
    List<CurvePoint> points = curves();
    List<PredictiveLaw> laws = laws(points);
    double target = 0.25;
    PlanOption option =
        Planner.plan(laws, points, request(Budget.target(target), Extrapolation.REFUSE, 3e9))
            .options()
            .get(0);
    PredictiveLaw law = laws.get(0);
    assertThat(option.loss()).isLessThanOrEqualTo(target);
    assertThat(law.fit().predict(3e9, 512.0 * (option.steps() - 1))).isGreaterThan(target);
  }

  @Test
  void measuredReuseAndGroupSizesAreRankedWithTheirEffects() {
    List<CurvePoint> points = curves();
    for (int step = 1; step <= 40; step++) {
      double loss = LAW.applyAsDouble(3e9, 512.0 * step);
      points.add(SampleCurves.point("reuse", 3e9, 5, 8, step, 500, 1.1 * loss));
      points.add(SampleCurves.point("group", 3e9, 1, 16, step, 500, 0.9 * loss));
    }
    PlanResult plan =
        Planner.plan(
            laws(points), points, request(Budget.data(2560, 5), Extrapolation.REFUSE, 3e9));
    assertThat(plan.options()).hasSize(4);
    PlanOption best = plan.options().get(0);
    // Five times the data at a tenth more loss beats one pass; the larger group helps in both.
    assertThat(best.tau()).isEqualTo(5);
    assertThat(best.groupSize()).isEqualTo(16);
    assertThat(best.steps()).isEqualTo(25);
    double expected = 0.99 * LAW.applyAsDouble(3e9, 512.0 * 25);
    assertThat(best.loss()).isCloseTo(expected, within(0.01));
  }

  @Test
  void effectsAreRatiosAtEqualSteps() {
    List<CurvePoint> points = new ArrayList<>();
    for (int step = 1; step <= 40; step++) {
      points.add(SampleCurves.point("a", 1e9, 1, 8, step, 100000, 0.4));
      points.add(SampleCurves.point("b", 1e9, 1, 32, step, 100000, step > 20 ? 0.2 : 0.39));
    }
    Effects effects = Effects.ofGroupSize(points, new RunSetting(1, 8));
    assertThat(effects.measured()).containsExactly(8, 32);
    assertThat(effects.of(32).value()).isCloseTo(Math.log(0.5), within(1e-4));
    // Twenty later steps of two runs: sqrt((0.6/0.4 + 0.8/0.2) / 1e5 / 20).
    assertThat(effects.of(32).error()).isCloseTo(Math.sqrt(5.5 / 1e5 / 20), within(1e-6));
  }

  @Test
  void budgetsAndMissingLawsAreExplained() {
    assertThatThrownBy(() -> Budget.target(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Budget: target loss is 1.5, expected a positive number below 1");
    List<CurvePoint> points = curves();
    PlanRequest instruct =
        new PlanRequest(
            Budget.data(1000, 1),
            CurveKey.of("test", "instruct", "bench"),
            List.of(),
            4,
            Extrapolation.REFUSE,
            0.95,
            1);
    assertThatThrownBy(() -> Planner.plan(laws(points), points, instruct))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No law over data and all sizes for family 'test', variant 'instruct' and benchmark"
                + " 'bench'");
  }
}
