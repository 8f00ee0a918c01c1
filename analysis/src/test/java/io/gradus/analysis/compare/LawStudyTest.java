package io.gradus.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.simulate.SimulatedStudy;
import io.gradus.analysis.simulate.Truth;
import io.gradus.analysis.uncertainty.LocalRunner;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LawStudyTest {
  private static final SimulatedStudy SMALL =
      new SimulatedStudy(List.of(.5e9, 1.5e9, 3e9, 7e9, 14e9), 1, 40, 512, 8000, 500);

  private static StudySettings settings(int replicates, String... laws) {
    return new StudySettings(List.of(Axis.DATA), List.of(laws), replicates, 20, 0.95, 1);
  }

  @Test
  void theGeneratingLawWinsOrTies() {
    Truth truth = Truth.all().get(0);
    StudyResult study =
        LawStudy.run(
            SMALL.draw(truth.loss(), 3),
            settings(0, "log-linear", "power", "exponential", "power-floor"),
            new LocalRunner());
    Comparison comparison = study.comparisons().get(0);
    assertThat(Stream.concat(Stream.of(comparison.winner()), comparison.tied().stream()))
        .contains(Contender.of("log-linear", Scope.ALL_SIZES));
    assertThat(comparison.sentence()).contains("stays where it is");
    assertThat(comparison.scores().stream().map(HeldOutScore::split).distinct())
        .containsExactly(Split.values());
  }

  @Test
  void nothingBeatsStayingWhereCurvesStopFalling() {
    List<CurvePoint> points =
        SampleCurves.exact(
            SMALL.sizes(), 40, 500, (n, d) -> Math.max(0.1, 0.6 * Math.pow(2, -d / 1024)));
    StudyResult study = LawStudy.run(points, settings(0, "log-linear", "power"), new LocalRunner());
    Comparison comparison = study.comparisons().get(0);
    assertThat(comparison.winner()).isEqualTo(Contender.STAYS);
    assertThat(comparison.sentence())
        .startsWith(
            "test, base, bench over data: no law beats \"stays where it is\" on what it did not see");
  }

  @Test
  void lawsThatNeedTokensAreLeftOutInWords() {
    List<CurvePoint> points = new ArrayList<>();
    for (CurvePoint p : SampleCurves.exact(List.of(1e9, 7e9), 12, 500, (n, d) -> 0.3)) {
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
              Double.NaN,
              Double.NaN,
              p.benchmark(),
              p.problems(),
              p.loss(),
              p.se()));
    }
    StudySettings both =
        new StudySettings(List.of(Axis.COMPUTE, Axis.DATA), List.of("power"), 5, 0, 0.95, 1);
    StudyResult study = LawStudy.run(points, both, new LocalRunner());
    assertThat(study.notes())
        .containsExactly(
            "test, base, bench: no laws over compute, because no point knows it (training tokens are"
                + " missing)");
    assertThat(study.reports()).allMatch(r -> r.fit().axis() == Axis.DATA);
  }

  @Test
  void lawsAreFittedToRunsWithoutReuseAndTheCommonGroupSize() {
    List<CurvePoint> points =
        new ArrayList<>(SampleCurves.exact(List.of(1e9, 7e9), 12, 500, (n, d) -> 0.3));
    for (int step = 1; step <= 12; step++) {
      points.add(SampleCurves.point("reused", 1e9, 5, 8, step, 500, 0.9));
      points.add(SampleCurves.point("grouped", 1e9, 1, 16, step, 500, 0.9));
    }
    StudyResult study = LawStudy.run(points, settings(0, "power"), new LocalRunner());
    assertThat(study.notes())
        .containsExactly(
            "test, base, bench: laws are fitted to the 2 of 4 runs with reuse 1 and group size 8");
    assertThat(
            study
                .report("power", Axis.DATA, CurveKey.of("test", "base", "bench"), Scope.ALL_SIZES)
                .orElseThrow()
                .fit()
                .points())
        .isEqualTo(24);
  }

  @Test
  void aRunThatHasHardlyBegunDoesNotForbidTheSplits() {
    List<CurvePoint> points =
        new ArrayList<>(SampleCurves.exact(List.of(1e9, 7e9), 40, 500, (n, d) -> 0.3));
    points.add(SampleCurves.point("begun", 1e9, 1, 8, 1, 500, 0.3));
    points.add(SampleCurves.point("begun", 1e9, 1, 8, 2, 500, 0.3));
    StudyResult study = LawStudy.run(points, settings(0, "power"), new LocalRunner());
    List<HeldOutScore> scores = study.comparisons().get(0).scores();
    assertThat(scores.stream().map(HeldOutScore::split).distinct())
        .containsExactly(Split.FIRST_QUARTER, Split.FIRST_HALF);
    assertThat(scores).allMatch(s -> s.points() == (s.split() == Split.FIRST_HALF ? 40 : 60));
  }

  @Test
  void kmaxAndN0AreNotIdentifiedWhenAllSizesLieFarBelow() {
    SimulatedStudy tiny = new SimulatedStudy(List.of(1e6, 3e6, 1e7), 1, 40, 512, 8000, 500);
    List<CurvePoint> points = tiny.draw((n, d) -> 0.5 * Math.pow(d / 512, -0.9 / (1 + 3e7 / n)), 3);
    StudyResult study = LawStudy.run(points, settings(150, "log-linear"), new LocalRunner());
    LawReport report =
        study
            .report("log-linear", Axis.DATA, CurveKey.of(points.get(0)), Scope.ALL_SIZES)
            .orElseThrow();
    for (ParameterInterval each : report.intervals().subList(0, 2)) {
      assertThat(each.identified()).as(each.parameter().name()).isFalse();
      assertThat(each.reason()).contains("not identified");
    }
    // The learning efficiency of each size is identified all the same.
    LawReport alone =
        study.reports().stream()
            .filter(r -> r.fit().scope().equals(new Scope.OneSize(1e7)))
            .findFirst()
            .orElseThrow();
    assertThat(alone.intervals().get(0).identified()).isTrue();
    assertThat(SampleCurves.value(alone.fit(), "k")).isCloseTo(0.9 / 4, within(0.03));
  }

  @Test
  void savedLawsPredictAsBefore() {
    StudyResult study =
        LawStudy.run(
            SMALL.draw(Truth.all().get(4).loss(), 3),
            settings(10, "power-floor", "sigmoid"),
            new LocalRunner());
    List<PredictiveLaw> laws = study.reports().stream().map(PredictiveLaw::of).toList();
    List<SavedLaws.Row> rows = laws.stream().flatMap(law -> SavedLaws.rows(law).stream()).toList();
    List<PredictiveLaw> restored = SavedLaws.restore(rows);
    assertThat(restored).hasSameSizeAs(laws);
    for (int i = 0; i < laws.size(); i++) {
      assertThat(restored.get(i).scope()).isEqualTo(laws.get(i).scope());
      assertThat(restored.get(i).band(7e9, 1e5, 0.9)).isEqualTo(laws.get(i).band(7e9, 1e5, 0.9));
    }
  }
}
