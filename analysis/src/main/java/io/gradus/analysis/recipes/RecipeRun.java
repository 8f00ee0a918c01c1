package io.gradus.analysis.recipes;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run that has a recipe's name.
 *
 * @param runId its name
 * @param recipe the name of its recipe, {@code run.recipe}
 * @param key what it shares with the runs that it is paired with
 * @param parts its settings of {@code grpo}, {@code rollout} and {@code reward}, each {@code
 *     key=value} list by the part of the recipe that it belongs to
 */
public record RecipeRun(
    String runId,
    String recipe,
    PairKey key,
    SortedMap<RecipePart, SortedMap<String, String>> parts) {

  /** Copies the parts. */
  public RecipeRun {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /**
   * Common random numbers: runs with the same key have the same model, problems in the same order
   * and seed.
   *
   * @param model what tells models apart
   * @param problems what tells training problems and their order apart
   */
  public record PairKey(
      String family,
      String variant,
      double params,
      int tau,
      long seed,
      String model,
      String problems)
      implements Comparable<PairKey> {
    private static final Comparator<PairKey> ORDER =
        Comparator.comparing(PairKey::family)
            .thenComparing(PairKey::variant)
            .thenComparingDouble(PairKey::params)
            .thenComparingInt(PairKey::tau)
            .thenComparingLong(PairKey::seed)
            .thenComparing(PairKey::model)
            .thenComparing(PairKey::problems);

    @Override
    public int compareTo(PairKey other) {
      return ORDER.compare(this, other);
    }
  }
}
