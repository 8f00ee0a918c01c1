package io.gradus.analysis.recipes;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.recipes.RecipeEffect.Measure;
import io.gradus.analysis.recipes.RecipeRun.PairKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The recipes of a store beside each other on one benchmark.
 *
 * @param reference the recipe that the others are compared with: the one that differs from all
 *     others in the fewest parts, by name where several do
 * @param recipes their names, the reference first, then in alphabetical order
 * @param effects every comparison, by recipe and measure
 * @param rising sizes whose runs had not levelled off, with the mean rise of pass@1 from the third
 *     to the last quarter of the steps; runs of a size that is not here need not have
 * @param curves the runs' points of the benchmark, by recipe
 * @param caveats what limits the answers
 */
public record RecipeStudy(
    String reference,
    List<String> recipes,
    List<RecipeEffect> effects,
    SortedMap<Double, Double> rising,
    SortedMap<String, List<CurvePoint>> curves,
    List<String> caveats) {

  /** Copies the lists. */
  public RecipeStudy {
    recipes = List.copyOf(recipes);
    effects = List.copyOf(effects);
    caveats = List.copyOf(caveats);
  }

  /**
   * Compares recipes.
   *
   * @param runs those that name their recipe
   * @param points of all runs, of which those of the benchmark enter
   * @return empty with fewer than two recipes
   */
  public static Optional<RecipeStudy> of(
      List<RecipeRun> runs, List<CurvePoint> points, String benchmark) {
    Map<String, List<CurvePoint>> byRun = new TreeMap<>();
    points.stream()
        .filter(p -> p.benchmark().equals(benchmark))
        .forEach(p -> byRun.computeIfAbsent(p.runId(), r -> new ArrayList<>()).add(p));
    List<String> caveats = new ArrayList<>();
    SortedMap<String, SortedMap<PairKey, RecipeRun>> cells = new TreeMap<>();
    for (RecipeRun run : runs) {
      if (!byRun.containsKey(run.runId())) {
        continue;
      }
      RecipeRun first =
          cells.computeIfAbsent(run.recipe(), r -> new TreeMap<>()).putIfAbsent(run.key(), run);
      if (first != null) {
        caveats.add(
            "%s is left out: %s has the same recipe, model, problems and seed."
                .formatted(run.runId(), first.runId()));
      }
    }
    if (cells.size() < 2) {
      return Optional.empty();
    }
    Differences differences = Differences.of(cells);
    caveats.addAll(differences.mixed());
    String reference = differences.centre();
    List<String> recipes = new ArrayList<>(List.of(reference));
    cells.keySet().stream().filter(r -> !r.equals(reference)).forEach(recipes::add);
    RecipePairs pairs = new RecipePairs(cells, byRun);
    SortedMap<String, List<CurvePoint>> curves = new TreeMap<>();
    for (String recipe : recipes) {
      curves.put(
          recipe,
          cells.get(recipe).values().stream().flatMap(r -> byRun.get(r.runId()).stream()).toList());
    }
    return Optional.of(
        new RecipeStudy(
            reference,
            recipes,
            new RecipeTests(differences, pairs).effects(reference, recipes),
            pairs.rising(),
            curves,
            caveats));
  }

  /** The comparisons of one measure. */
  public List<RecipeEffect> effects(Measure measure) {
    return effects.stream().filter(e -> e.measure() == measure).toList();
  }

  /** In which parts recipes differ. */
  record Differences(SortedMap<String, RecipeRun> samples, List<String> mixed) {

    static Differences of(SortedMap<String, SortedMap<PairKey, RecipeRun>> cells) {
      SortedMap<String, RecipeRun> samples = new TreeMap<>();
      List<String> mixed = new ArrayList<>();
      cells.forEach(
          (recipe, runs) -> {
            RecipeRun first = runs.get(runs.firstKey());
            samples.put(recipe, first);
            Set<RecipePart> unlike = new TreeSet<>();
            runs.values().forEach(run -> unlike.addAll(parts(first, run)));
            if (!unlike.isEmpty()) {
              mixed.add(
                  "Runs of recipe %s differ in %s and are taken together."
                      .formatted(recipe, names(unlike)));
            }
          });
      return new Differences(samples, mixed);
    }

    List<RecipePart> between(String one, String other) {
      return parts(samples.get(one), samples.get(other));
    }

    String centre() {
      return samples.keySet().stream()
          .min(
              Comparator.comparingInt(
                      (String r) ->
                          samples.keySet().stream().mapToInt(o -> between(r, o).size()).sum())
                  .thenComparing(Comparator.naturalOrder()))
          .orElseThrow();
    }

    private static List<RecipePart> parts(RecipeRun one, RecipeRun other) {
      return RecipePart.between(one.parts(), other.parts());
    }

    private static String names(Set<RecipePart> parts) {
      return String.join(", ", parts.stream().map(RecipePart::name).toList());
    }
  }
}
