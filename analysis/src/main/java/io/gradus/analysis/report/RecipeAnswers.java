package io.gradus.analysis.report;

import io.gradus.analysis.recipes.RecipeEffect;
import io.gradus.analysis.recipes.RecipeEffect.Change;
import io.gradus.analysis.recipes.RecipeEffect.Measure;
import io.gradus.analysis.recipes.RecipeStudy;
import io.gradus.analysis.report.Html.Column;
import io.gradus.analysis.report.Html.Table;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What recipes change, in words and in the report's table. */
public final class RecipeAnswers {
  /** How the comparisons are made and read. */
  static final String METHOD =
      "Runs are paired that have the same model, problems, order and seed, and differ in the recipe."
          + " Level: pass@1, mean over the last quarter of the steps. Speed: steps, and training"
          + " compute, until pass@1 is halfway from its start to the lower of the pair's levels"
          + " (a ratio below 1 is faster); pairs that gain less than 4 points have none. Intervals"
          + " are of Student's t over pairs. p values are corrected by Holm's method over all"
          + " comparisons of a measure. Alike: within 2 points, or a ratio of 1.25, at 5 %;"
          + " otherwise more or less where no difference is refuted at 5 %; otherwise "
          + "undecided. Sizes in which a recipe does unlike things widen its interval.";

  private RecipeAnswers() {}

  /** A sentence for each comparison, then what limits them. */
  public static List<String> of(RecipeStudy study) {
    List<String> sentences = new ArrayList<>();
    for (RecipeEffect level : study.effects(Measure.LEVEL)) {
      sentences.add(sentence(study, level));
    }
    if (!study.rising().isEmpty()) {
      sentences.add(
          "Sizes that had not levelled off, so that their level is that of these steps and no ceiling: "
              + String.join(
                  ", ",
                  study.rising().entrySet().stream()
                      .map(
                          e ->
                              "N = "
                                  + ModelSize.text(e.getKey())
                                  + " ("
                                  + points(e.getValue())
                                  + " in the last quarter)")
                      .toList())
              + ".");
    }
    sentences.addAll(study.caveats());
    return sentences;
  }

  private static String sentence(RecipeStudy study, RecipeEffect level) {
    RecipeEffect steps = other(study, level, Measure.STEPS);
    RecipeEffect compute = other(study, level, Measure.COMPUTE);
    return "%s beside %s (%s%s) %s: level %s; steps %s; compute %s."
        .formatted(
            level.recipe(),
            level.against(),
            level.isSwitch() ? "one switch: " : "",
            RecipeTable.parts(level),
            outcome(level.change(), steps.change(), compute.change()),
            shown(level),
            shown(steps),
            shown(compute));
  }

  /** What a recipe changes, by its three comparisons. */
  static String outcome(Change level, Change steps, Change compute) {
    boolean moved = level == Change.MORE || level == Change.LESS;
    List<String> speeds = new ArrayList<>();
    if (steps == Change.MORE || steps == Change.LESS) {
      speeds.add((steps == Change.LESS ? "faster" : "slower") + " by steps");
    }
    if (compute == Change.MORE || compute == Change.LESS) {
      speeds.add((compute == Change.LESS ? "faster" : "slower") + " by compute");
    }
    String speed = String.join(", ", speeds);
    if (moved) {
      return "changes the level ("
          + (level == Change.MORE ? "higher" : "lower")
          + (speed.isEmpty() ? "" : "; " + speed)
          + ")";
    }
    if (!speed.isEmpty()) {
      return (level == Change.ALIKE
              ? "changes the speed, not the level ("
              : "changes the speed, the level is undecided (")
          + speed
          + ")";
    }
    if (level == Change.ALIKE) {
      return steps == Change.ALIKE && compute == Change.ALIKE
          ? "changes neither level nor speed"
          : "does not change the level, the speed is undecided";
    }
    return "is undecided";
  }

  private static String shown(RecipeEffect e) {
    if (Double.isNaN(e.low())) {
      return "nothing can be said (%d of %d pairs)".formatted(e.pairs(), e.pairs() + e.left());
    }
    return e.measure() == Measure.LEVEL
        ? "%s (%s to %s, %s)"
            .formatted(points(e.estimate()), points(e.low()), points(e.high()), e.change().label())
        : String.format(
            Locale.ROOT,
            "× %.2f (%.2f to %.2f, %d pairs, %s)",
            e.estimate(),
            e.low(),
            e.high(),
            e.pairs(),
            e.change().label());
  }

  private static String points(double share) {
    String text = String.format(Locale.ROOT, "%+.1f points", 100 * share);
    return text.replace('-', '−');
  }

  private static RecipeEffect other(RecipeStudy study, RecipeEffect level, Measure measure) {
    return study.effects(measure).stream()
        .filter(e -> e.recipe().equals(level.recipe()) && e.against().equals(level.against()))
        .findFirst()
        .orElseThrow();
  }

  /** The comparisons of one measure. */
  static Table table(List<RecipeEffect> effects) {
    return new Table(
        List.of(
            Column.text("Recipe"),
            Column.text("Beside"),
            Column.text("Parts that differ"),
            Column.number("Estimate"),
            Column.number("95 % interval"),
            Column.number("Pairs"),
            Column.number("p, differs"),
            Column.number("p, alike"),
            Column.text("Change")),
        effects.stream()
            .map(
                e ->
                    List.of(
                        Html.escape(e.recipe()),
                        Html.escape(e.against()),
                        Html.escape(RecipeTable.parts(e)),
                        number(e, e.estimate()),
                        number(e, e.low()) + " to " + number(e, e.high()),
                        e.pairs() + (e.left() > 0 ? " of " + (e.pairs() + e.left()) : ""),
                        Show.p(e.pDiffers()),
                        Show.p(e.pAlike()),
                        e.change().label()))
            .toList());
  }

  private static String number(RecipeEffect e, double value) {
    return e.measure() == Measure.LEVEL && !Double.isNaN(value)
        ? points(value)
        : Show.number(value);
  }
}
