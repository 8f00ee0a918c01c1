package io.gradus.analysis.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.curves.Variant;
import io.gradus.analysis.design.Difference.Kind;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridDesignTest {
  private static final ModelLine BASE = new ModelLine("toy", Variant.BASE);
  private static final Assumptions USUAL =
      new Assumptions(0.3, OptionalDouble.of(3e7), 0.9, 0.6, 0.02, 0.2, 100, 1);

  @Test
  void oneSizeCannotTellTheLawOfSizes() {
    GridDesign design = GridDesign.of(runs(2, 1e7), USUAL);

    GridDesign.LineLaw law = design.lines().get(0);
    assertThat(law.sizes()).isEqualTo(1);
    assertThat(law.runs()).isEqualTo(2);
    assertThat(law.parameters()).extracting(p -> p.parameter().name()).containsExactly("k");
    // k(1e7) = 0.3/(1 + 3), and the fit to exact curves is exact.
    assertThat(law.parameters().get(0).value()).isCloseTo(0.075, within(1e-3));
    assertThat(design.differences()).isEmpty();
    assertThat(design.best().orElseThrow().isNewSize()).isTrue();
  }

  @Test
  void sizesThatSpanN0IdentifyItAndThoseFarBelowDoNot() {
    GridDesign around = GridDesign.of(runs(2, 1e6, 1e7, 1e8, 1e9), USUAL);
    GridDesign below = GridDesign.of(runs(2, 1e4, 2e4, 4e4), USUAL);

    assertThat(around.lines().get(0).parameters())
        .extracting(p -> p.parameter().name())
        .containsExactly("Kmax", "N0");
    assertThat(around.lines().get(0).parameters())
        .allSatisfy(p -> assertThat(p.identified()).as(p.reason()).isTrue());
    assertThat(around.lines().get(0).parameters().get(1).value()).isCloseTo(3e7, within(1e6));
    assertThat(below.lines().get(0).parameters()).noneMatch(ParameterInterval::identified);
  }

  @Test
  void moreSeedsShrinkTheSmallestDifferenceByTheirRoot() {
    double one = size(GridDesign.of(runs(1, 1e7, 1e8), USUAL)).single();
    double four = size(GridDesign.of(runs(4, 1e7, 1e8), USUAL)).single();

    // 2,000 draws know a spread to 1.6 %.
    assertThat(Math.log1p(one) / Math.log1p(four)).isCloseTo(2, within(0.12));
  }

  @Test
  void theSmallestDifferenceFollowsFromTheNoise() {
    // Seeds alone: 2.80 times √2 times their spread.
    Assumptions seeds = new Assumptions(0.3, OptionalDouble.empty(), 0.9, 0.6, 0.03, 0, 400, 1);
    List<DesignRun> exact = new ArrayList<>();
    for (double params : new double[] {1e7, 1e8}) {
      exact.add(run(BASE, params, new RunSetting(1, 8), "", 1_000_000_000));
    }
    assertThat(Math.log1p(size(GridDesign.of(exact, seeds)).single()))
        .isCloseTo(2.8016 * Math.sqrt(2) * 0.03, within(0.004));

    // Problems alone: a loss that stays at 0.5 of 500 answers, all of their luck repeated but 1 %.
    Assumptions problems = new Assumptions(1e-9, OptionalDouble.empty(), 0.5, 0.5, 0, 0.99, 400, 1);
    double variance = 2 * (0.99 + 0.01 / 16) / 500;
    assertThat(Math.log1p(size(GridDesign.of(runs(1, 1e7, 1e8), problems)).single()))
        .isCloseTo(2.8016 * Math.sqrt(variance), within(0.008));
  }

  @Test
  void pairsDifferInOneThing() {
    List<DesignRun> grid = new ArrayList<>(runs(2, 1e7, 1e8));
    grid.add(run(BASE, 1e7, new RunSetting(5, 8), "", 500));
    grid.add(run(BASE, 1e8, new RunSetting(1, 16), "", 500));
    grid.add(run(new ModelLine("toy", Variant.INSTRUCT), 1e8, new RunSetting(1, 8), "", 500));
    grid.add(run(BASE, 1e7, new RunSetting(1, 8), "wide clip", 500));
    grid.add(run(new ModelLine("other", Variant.BASE), 1e7, new RunSetting(1, 8), "", 500));

    List<Difference> differences = GridDesign.of(grid, USUAL).differences();

    assertThat(differences)
        .extracting(Difference::kind)
        .containsExactly(Kind.SIZE, Kind.VARIANT, Kind.REUSE, Kind.GROUP_SIZE, Kind.RECIPE);
    assertThat(differences).extracting(Difference::pairs).containsOnly(1);
    assertThat(differences).extracting(Difference::runs).containsExactly(4, 3, 3, 3, 3);
    assertThat(differences.get(2).example()).isEqualTo("toy base 10M, τ=1 and 5");
  }

  @Test
  void theSuggestedRunIsTheBestOfAllByBruteForce() {
    List<DesignRun> grid = runs(1, 1e6, 1e7, 1e8);
    GridDesign design = GridDesign.of(grid, USUAL);

    assertThat(design.further()).hasSize(6);
    LineDesign line = new LineDesign(USUAL, new Truth(USUAL, grid));
    double before = width(line.intervals(Cell.of(grid)).orElseThrow());
    List<Double> narrows = new ArrayList<>();
    for (FurtherRun further : design.further()) {
      List<DesignRun> longer = new ArrayList<>(grid);
      longer.add(run(BASE, further.params(), new RunSetting(1, 8), "", 500));
      longer.sort(Comparator.comparingDouble(DesignRun::params));
      narrows.add(width(line.intervals(Cell.of(longer)).orElseThrow()) / before);
    }
    for (int i = 0; i < narrows.size(); i++) {
      assertThat(design.further().get(i).narrows()).isCloseTo(narrows.get(i), within(1e-12));
    }
    assertThat(design.best().orElseThrow().narrows())
        .isCloseTo(Collections.min(narrows), within(1e-12));
    FurtherRun cheap = design.bestForItsCost().orElseThrow();
    assertThat(design.further())
        .allSatisfy(f -> assertThat(f.worth()).isLessThanOrEqualTo(cheap.worth()));
  }

  @Test
  void sameSeedSameDesignAndRangesAreChecked() {
    assertThat(GridDesign.of(runs(1, 1e6, 1e7), USUAL))
        .usingRecursiveComparison()
        .isEqualTo(GridDesign.of(runs(1, 1e6, 1e7), USUAL));
    assertThatThrownBy(
            () -> new Assumptions(0, OptionalDouble.empty(), 0.9, 0.6, 0.02, 0.2, 100, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A design's Kmax is 0.0, expected a number above 0");
    assertThatThrownBy(() -> GridDesign.of(List.of(), USUAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A design needs at least one run, found none");
  }

  private static double width(List<ParameterInterval> intervals) {
    return intervals.stream()
        .filter(p -> List.of("Kmax", "N0").contains(p.parameter().name()))
        .mapToDouble(p -> Math.min(Math.log(1e6), Math.log(p.high() / p.low())))
        .average()
        .orElseThrow();
  }

  private static Difference size(GridDesign design) {
    return design.differences().stream()
        .filter(d -> d.kind() == Kind.SIZE)
        .findFirst()
        .orElseThrow();
  }

  private static List<DesignRun> runs(int seeds, double... sizes) {
    List<DesignRun> runs = new ArrayList<>();
    for (double params : sizes) {
      for (int seed = 0; seed < seeds; seed++) {
        runs.add(run(BASE, params, new RunSetting(1, 8), "", 500));
      }
    }
    return runs;
  }

  private static DesignRun run(
      ModelLine models, double params, RunSetting setting, String recipe, int problems) {
    return new DesignRun(
        models,
        params,
        setting,
        recipe,
        16,
        IntStream.rangeClosed(1, 30).boxed().toList(),
        problems,
        1,
        params);
  }
}
