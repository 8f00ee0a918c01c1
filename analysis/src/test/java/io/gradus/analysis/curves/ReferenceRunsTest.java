package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferenceRunsTest {

  @Test
  void everyKeyHasTheLeastReuseAndThereTheCommonestGroupSizeByRuns() {
    List<CurvePoint> points = new ArrayList<>();
    // Many points of one run count once: two runs at G=4 outweigh the long one at G=8.
    for (int step = 1; step <= 9; step++) {
      points.add(point("long", "a", "base", "exam", 1, 8, step));
    }
    points.add(point("one", "a", "base", "exam", 1, 4, 1));
    points.add(point("two", "a", "base", "exam", 1, 4, 1));
    points.add(point("reused", "a", "base", "exam", 2, 4, 1));
    // A family that was never trained on fresh data.
    points.add(point("b5", "b", "base", "exam", 5, 16, 1));
    points.add(point("b9", "b", "base", "exam", 9, 16, 1));
    // A benchmark that only a reused run was tested on.
    points.add(point("reused", "a", "base", "quiz", 2, 4, 1));
    // Equally common group sizes: the smaller.
    points.add(point("c8", "a", "instruct", "exam", 3, 8, 1));
    points.add(point("c2", "a", "instruct", "exam", 3, 2, 1));

    Map<CurveKey, ReferenceRuns> references = ReferenceRuns.byKey(points);

    assertThat(references.keySet())
        .containsExactly(
            CurveKey.of("a", "base", "exam"),
            CurveKey.of("a", "base", "quiz"),
            CurveKey.of("a", "instruct", "exam"),
            CurveKey.of("b", "base", "exam"));
    assertThat(references.values())
        .extracting(ReferenceRuns::setting)
        .containsExactly(
            new RunSetting(1, 4),
            new RunSetting(2, 4),
            new RunSetting(3, 2),
            new RunSetting(5, 16));
    assertThat(references.get(CurveKey.of("a", "base", "exam")).points())
        .extracting(CurvePoint::runId)
        .containsExactly("one", "two");
    assertThatThrownBy(() -> ReferenceRuns.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are no runs to refer to");
  }

  @Test
  void aFamilyIsNeverGuessedAndWrongNamesAreListed() {
    List<CurvePoint> points =
        List.of(
            point("1", "a", "base", "exam", 1, 8, 1),
            point("2", "b", "base", "exam", 1, 8, 1),
            point("3", "b", "instruct", "exam", 1, 8, 1),
            point("3", "b", "instruct", "quiz", 1, 8, 1),
            point("3", "b", "instruct", "quiz", 1, 8, 2));

    assertThatThrownBy(() -> KeyChoice.ANY.one(points))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The curves are of 2 families (a, b), and the laws of one say nothing of another: name"
                + " one with --family");
    assertThat(choice("b", null, null).one(points)).isEqualTo(CurveKey.of("b", "instruct", "quiz"));
    assertThat(choice("b", "base", null).one(points)).isEqualTo(CurveKey.of("b", "base", "exam"));
    assertThat(choice(null, "instruct", "exam").one(points))
        .as("only one family has instruct models")
        .isEqualTo(CurveKey.of("b", "instruct", "exam"));
    assertThat(choice("b", null, "exam").among(points))
        .extracting(CurvePoint::runId)
        .containsExactly("2", "3");
    assertThatThrownBy(() -> choice("c", null, null).among(points))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The curves have no family 'c', they have [a, b]");
    assertThatThrownBy(() -> choice("a", null, "quiz").one(points))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The curves have no benchmark 'quiz', they have [exam]");
  }

  @Test
  void linesAreNamedByNoMoreThanTellsThemApart() {
    ModelLine base = new ModelLine("a", Variant.BASE);
    ModelLine unknown = new ModelLine("a", Variant.UNKNOWN);
    ModelLine other = new ModelLine("b", Variant.UNKNOWN);

    LineNames one = LineNames.ofLines(List.of(base, unknown));
    assertThat(List.of(one.of(base), one.of(unknown), one.heading(base)))
        .containsExactly("base", "", "Base");
    assertThat(one.after("4M", " ", unknown)).isEqualTo("4M");
    LineNames two = LineNames.ofLines(List.of(base, other));
    assertThat(List.of(two.of(base), two.of(other), two.heading(base)))
        .containsExactly("a base", "b", "a base");
    assertThat(two.after("4M", " ", other)).isEqualTo("4M b");
    assertThat(CurveKey.of("a", "unknown", "exam").label()).isEqualTo("a, exam");
  }

  private static KeyChoice choice(String family, String variant, String benchmark) {
    return new KeyChoice(
        Optional.ofNullable(family), Optional.ofNullable(variant), Optional.ofNullable(benchmark));
  }

  private static CurvePoint point(
      String run, String family, String variant, String benchmark, int tau, int group, int step) {
    return new CurvePoint(
        run, family, variant, 1e6, 0, tau, group, step, step, step, step, benchmark, 9, 0.5, 0.1);
  }
}
