package io.gradus.analysis.recipes;

import io.gradus.analysis.recipes.RecipeEffect.Change;
import io.gradus.analysis.recipes.RecipeEffect.Measure;
import io.gradus.analysis.recipes.RecipeStudy.Differences;
import io.gradus.analysis.uncertainty.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The comparisons of a study and what each says. All of one measure are corrected together (Holm,
 * 1979), the tests for a difference among themselves and those for alikeness among themselves.
 */
record RecipeTests(Differences differences, RecipePairs pairs) {
  /** Differences of pass@1 below two points count as none. */
  static final double LEVEL_MARGIN = 0.02;

  /** Ratios nearer to 1 than a quarter count as none. */
  static final double SPEED_MARGIN = Math.log(1.25);

  private static final double ALPHA = 0.05;

  private record Couple(String recipe, String against, List<RecipePart> parts) {}

  /** Every recipe beside the reference, then other recipes that differ in one part alone. */
  List<RecipeEffect> effects(String reference, List<String> recipes) {
    List<Couple> couples = new ArrayList<>();
    for (String recipe : recipes) {
      if (!recipe.equals(reference)) {
        couples.add(new Couple(recipe, reference, differences.between(recipe, reference)));
      }
    }
    for (int i = 1; i < recipes.size(); i++) {
      for (int j = i + 1; j < recipes.size(); j++) {
        List<RecipePart> parts = differences.between(recipes.get(j), recipes.get(i));
        if (parts.size() == 1) {
          couples.add(new Couple(recipes.get(j), recipes.get(i), parts));
        }
      }
    }
    List<RecipeEffect> effects = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      effects.addAll(effects(couples, measure));
    }
    return effects;
  }

  private List<RecipeEffect> effects(List<Couple> couples, Measure measure) {
    double threshold = measure == Measure.LEVEL ? LEVEL_MARGIN : SPEED_MARGIN;
    List<double[]> all =
        couples.stream().map(c -> pairs.differences(c.recipe(), c.against(), measure)).toList();
    List<Paired> means = all.stream().map(Paired::of).toList();
    double[] differs = Holm.adjust(means.stream().mapToDouble(Paired::differs).toArray());
    double[] alike = Holm.adjust(means.stream().mapToDouble(m -> m.exceeds(threshold)).toArray());
    return IntStream.range(0, couples.size())
        .mapToObj(
            i -> {
              Couple couple = couples.get(i);
              Paired mean = means.get(i);
              Change change =
                  alike[i] < ALPHA
                      ? Change.ALIKE
                      : differs[i] >= ALPHA
                          ? Change.UNDECIDED
                          : mean.mean() > 0 ? Change.MORE : Change.LESS;
              return new RecipeEffect(
                  couple.recipe(),
                  couple.against(),
                  couple.parts(),
                  measure,
                  mean.pairs(),
                  all.get(i).length - mean.pairs(),
                  write(measure, mean.mean()),
                  write(measure, mean.mean() - mean.margin()),
                  write(measure, mean.mean() + mean.margin()),
                  differs[i],
                  alike[i],
                  change);
            })
        .toList();
  }

  private static double write(Measure measure, double value) {
    return measure == Measure.LEVEL ? value : Math.exp(value);
  }
}
