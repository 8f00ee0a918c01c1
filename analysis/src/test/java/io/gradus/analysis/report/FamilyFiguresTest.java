package io.gradus.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.TwoFamilies;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ReferenceRuns;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.findings.Findings;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the figures of two families show: their series, names and values. */
class FamilyFiguresTest {
  private static StudyView view;

  @BeforeAll
  static void study() {
    List<CurvePoint> points = TwoFamilies.curves();
    StudySettings settings =
        new StudySettings(List.of(Axis.DATA), List.of("log-linear", "power"), 20, 5, 0.95, 1);
    Map<CurveKey, RunSetting> references = new TreeMap<>();
    ReferenceRuns.byKey(points).forEach((key, runs) -> references.put(key, runs.setting()));
    view =
        new StudyView(
            "t",
            "s",
            "exam",
            points,
            LawStudy.run(points, settings, new LocalRunner()),
            Findings.test(points, "exam", Findings.Settings.DEFAULT),
            Findings.further(points, "exam"),
            Findings.efficiencies(points, "exam", Axis.DATA),
            Findings.efficiencies(points, "exam", Axis.COMPUTE),
            List.of(),
            List.of(),
            Backtest.NONE,
            List.of(
                new StudyView.Slice(
                    Axis.DATA, TwoFamilies.STEEP, new RunSetting(1, 8), 1000, 1e6, 0.25),
                new StudyView.Slice(
                    Axis.DATA, TwoFamilies.STEEP, new RunSetting(1, 8), 1000, 4e6, 0.2),
                new StudyView.Slice(
                    Axis.DATA, TwoFamilies.STEEP, new RunSetting(4, 8), 1000, 16e6, 0.9),
                new StudyView.Slice(
                    Axis.DATA, TwoFamilies.FLAT, new RunSetting(5, 8), 1000, 2e6, 0.7),
                new StudyView.Slice(
                    Axis.DATA, TwoFamilies.FLAT, new RunSetting(5, 8), 1000, 8e6, 0.6)),
            List.of(),
            List.of(),
            List.of(),
            references,
            Optional.empty());
  }

  @Test
  void everyFamilyHasAPanelWithItsOwnPointsAndLaws() {
    Figure figure = LossFigures.loss(view, Axis.DATA).orElseThrow().figure();

    assertThat(figure.panels()).extracting(Panel::title).containsExactly("flat base", "steep base");
    List<CurveKey> keys = List.of(TwoFamilies.FLAT, TwoFamilies.STEEP);
    List<List<Double>> sizes = List.of(TwoFamilies.FLAT_SIZES, TwoFamilies.STEEP_SIZES);
    for (int p = 0; p < 2; p++) {
      Panel panel = figure.panels().get(p);
      assertThat(labels(panel))
          .containsExactlyElementsOf(
              p == 0 ? List.of("2M", "8M", "32M") : List.of("1M", "4M", "16M"));
      List<Series> laws = panel.series().stream().filter(s -> !s.label().isEmpty()).toList();
      List<Series> measured =
          panel.series().stream().filter(s -> s.mark() == Series.Mark.POINTS).toList();
      for (int size = 0; size < 3; size++) {
        double params = sizes.get(p).get(size);
        assertThat(measured.get(size).size()).isEqualTo(TwoFamilies.STEPS);
        holds(keys.get(p), params, measured.get(size), 1e-9);
        holds(keys.get(p), params, laws.get(size), 0.01);
      }
    }
  }

  @Test
  void theSubtitleSaysWhoseEachLawIsWhereTheyDiffer() {
    Map<String, List<String>> laws = new TreeMap<>(Map.of("power", List.of("flat base")));
    assertThat(LossFigures.drawn(laws)).isEqualTo("“power”");
    laws.put("sigmoid, each size", List.of("steep base", "steep instruct"));
    assertThat(LossFigures.drawn(laws))
        .isEqualTo("“power” (flat base), “sigmoid, each size” (steep base, steep instruct)");
  }

  /** Whether every value of a series is the loss of a size, to a relative tolerance. */
  private static void holds(CurveKey key, double params, Series series, double tolerance) {
    for (int i = 0; i < series.size(); i++) {
      double expected = TwoFamilies.loss(key, params, series.x(i));
      assertThat(series.y(i) / expected).as(key.label()).isCloseTo(1, within(tolerance));
    }
  }

  @Test
  void efficiencyIsALineForEachFamilyInTheOrderOfSizes() {
    Figure figure = LossFigures.efficiency(view).orElseThrow().figure();

    assertThat(figure.panels()).hasSize(2);
    for (Panel panel : figure.panels()) {
      assertThat(labels(panel)).containsExactly("flat base", "steep base");
      for (Series line : panel.series()) {
        boolean flat = line.label().startsWith("flat");
        for (int i = 0; i < 3; i++) {
          double params = (flat ? TwoFamilies.FLAT_SIZES : TwoFamilies.STEEP_SIZES).get(i);
          assertThat(line.x(i)).isEqualTo(params);
          assertThat(line.y(i)).isCloseTo(flat ? 0.01 : 0.4, within(1e-6));
          assertThat(line.low(i)).isLessThan(line.y(i));
          assertThat(line.high(i)).isGreaterThan(line.y(i));
        }
      }
    }
  }

  @Test
  void slicesHoldOneFamilysReferenceRunsEach() {
    Figure figure = SliceFigures.slices(view).orElseThrow().figure();

    assertThat(figure.panels())
        .extracting(Panel::title)
        .containsExactly("At equal data, flat base", "At equal data, steep base");
    Series steep = figure.panels().get(1).series().get(0);
    assertThat(steep.label()).isEqualTo("D=1k");
    assertThat(steep.size()).as("not the reused run").isEqualTo(2);
    assertThat(List.of(steep.x(0), steep.x(1), steep.y(0), steep.y(1)))
        .containsExactly(1e6, 4e6, 0.25, 0.2);
  }

  @Test
  void reuseIsDrawnByTauBesideItsCost() {
    Figure figure = TrainingFigures.reuse(view).orElseThrow().figure();

    Panel curves = figure.panels().get(0);
    assertThat(curves.title()).isEqualTo("Reuse τ, 4M steep base");
    assertThat(labels(curves)).containsExactly("τ=1", "τ=4");
    Series cost = figure.panels().get(1).series().get(0);
    assertThat(cost.label()).isEqualTo("steep base 4M");
    assertThat(cost.x(0)).isEqualTo(4);
    assertThat(cost.y(0)).isCloseTo(1.2, within(1e-9));
  }

  @Test
  void benchmarksAreDrawnForEachFamily() {
    Figure figure = LossFigures.benchmarks(view).orElseThrow().figure();

    assertThat(figure.panels()).extracting(Panel::title).containsExactly("flat base", "steep base");
    Series quiz =
        figure.panels().get(0).series().stream()
            .filter(s -> s.label().equals("quiz"))
            .findFirst()
            .orElseThrow();
    assertThat(quiz.x(2)).isEqualTo(32e6);
    assertThat(quiz.y(2))
        .isCloseTo(Math.sqrt(TwoFamilies.loss(TwoFamilies.FLAT, 32e6, 2560)), within(1e-9));
  }

  @Test
  void theReportNamesFamiliesWhereItSpeaksOfOne() {
    List<String> headlines = Answers.headlines(view);
    assertThat(headlines)
        .anySatisfy(
            s ->
                assertThat(s)
                    .startsWith("Learning efficiency k over data of flat base models")
                    .contains("0.010 at 2M (1.00), 0.010 at 8M (1.00), 0.010 at 32M (1.00)")
                    .doesNotContain("4M"))
        .anySatisfy(
            s ->
                assertThat(s)
                    .startsWith("Learning efficiency k over data of steep base models")
                    .contains("0.40 at 1M (1.00), 0.40 at 4M (1.00), 0.40 at 16M (1.00)"));
    assertThat(Answers.laws(view))
        .hasSize(2)
        .anyMatch(s -> s.startsWith("Over data, flat base models: "))
        .anyMatch(s -> s.startsWith("Over data, steep base models: "));
    String page = ReportPage.render(view, StudyFigures.of(view), List.of());
    assertThat(page)
        .contains("<th>Family</th>")
        .contains("Over data, steep base models</h3>")
        .contains(
            "runs with reuse τ=1 and group size 8 (steep base), reuse τ=5 and group size 8 (flat"
                + " base)");
  }

  private static List<String> labels(Panel panel) {
    return panel.series().stream().map(Series::label).filter(l -> !l.isEmpty()).toList();
  }
}
