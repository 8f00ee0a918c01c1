package io.gradus.datasets;

import io.gradus.datasets.CurriculumSettings.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which prompts a step takes: a function of the problems, the settings and the step alone, so a run
 * that is resumed meets what it would have met.
 *
 * <p>With reuse factor τ the ordered problems are cut into blocks of τ and a keyed choice keeps one
 * of each block: the subset spans the whole range of difficulty in the same order, and is passed τ
 * times. After that the passes continue for as long as steps are asked for. No problem comes twice
 * in one batch, also where a batch spans two passes of a shuffled order: then problems that are in
 * it already come later in the second pass.
 */
public final class Curriculum {

  private final List<Problem> subset;
  private final CurriculumSettings settings;

  private Curriculum(List<Problem> subset, CurriculumSettings settings) {
    this.subset = subset;
    this.settings = settings;
  }

  /**
   * The curriculum over some problems; their order in the list does not matter.
   *
   * @throws IllegalArgumentException when there are none, an id comes twice, τ exceeds their
   *     number, or the order needs a difficulty that one lacks
   */
  public static Curriculum of(List<Problem> problems, CurriculumSettings settings) {
    if (problems.size() < settings.reuse()) {
      throw new IllegalArgumentException(
          "A curriculum with reuse factor %d needs at least %d problems; found %d."
              .formatted(settings.reuse(), settings.reuse(), problems.size()));
    }
    requireDistinct(problems);
    List<Problem> ordered = problems.stream().sorted(comparator(problems, settings)).toList();
    return new Curriculum(choose(ordered, settings), settings);
  }

  /** The problems of a pass in order (before shuffling): all of them, or the 1/τ subset. */
  public List<Problem> problems() {
    return subset;
  }

  /** How many whole steps the τ passes give. */
  public long steps(int prompts) {
    requirePrompts(prompts);
    return (long) subset.size() * settings.reuse() / prompts;
  }

  /**
   * The prompts of a step.
   *
   * @param step from 0
   * @param prompts how many prompts every step takes; the same for all steps of a run
   * @throws IllegalArgumentException when a batch would need more problems than there are
   */
  public List<Problem> batch(long step, int prompts) {
    requirePrompts(prompts);
    if (step < 0) {
      throw new IllegalArgumentException("Step %d, expected 0 or more.".formatted(step));
    }
    int size = subset.size();
    long first = Math.multiplyExact(step, prompts);
    long pass = first / size;
    int start = (int) (first % size);
    int[] order = order(pass, prompts);
    List<Problem> batch = new ArrayList<>(prompts);
    for (int i = start; i < Math.min(size, start + prompts); i++) {
      batch.add(subset.get(order[i]));
    }
    if (batch.size() < prompts) {
      int[] next = order(pass + 1, prompts);
      for (int i = 0; batch.size() < prompts; i++) {
        batch.add(subset.get(next[i]));
      }
    }
    return List.copyOf(batch);
  }

  /** Indices into the subset for one pass. */
  private int[] order(long pass, int prompts) {
    int size = subset.size();
    if (settings.order() != Order.SHUFFLED) {
      return IntStream.range(0, size).toArray();
    }
    // A pass that begins inside a batch depends on how the pass before it ended. Go back to the
    // last one that began with a batch, then forward.
    long begin = pass;
    while (carried(begin, prompts) > 0) {
      begin--;
    }
    int[] order = shuffled(begin);
    for (long p = begin + 1; p <= pass; p++) {
      Set<Integer> tail = new HashSet<>();
      for (int i = size - carried(p, prompts); i < size; i++) {
        tail.add(order[i]);
      }
      order = avoiding(tail, shuffled(p), prompts - tail.size());
    }
    return order;
  }

  /** How many prompts of the batch that spans the beginning of a pass come from the pass before. */
  private int carried(long pass, int prompts) {
    return (int) (Math.multiplyExact(pass, subset.size()) % prompts);
  }

  private int[] shuffled(long pass) {
    return KeyedRandom.of(settings.seed(), "curriculum pass", pass).permutation(subset.size());
  }

  /** Moves the first {@code count} entries outside {@code tail} to the front, keeping the order. */
  private static int[] avoiding(Set<Integer> tail, int[] order, int count) {
    List<Integer> front = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int index : order) {
      (front.size() < count && !tail.contains(index) ? front : rest).add(index);
    }
    front.addAll(rest);
    return front.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Problem> choose(List<Problem> ordered, CurriculumSettings settings) {
    int reuse = settings.reuse();
    List<Problem> chosen = new ArrayList<>();
    for (int block = 0; block < ordered.size() / reuse; block++) {
      int pick = KeyedRandom.of(settings.seed(), "curriculum subset", block).nextInt(reuse);
      chosen.add(ordered.get(block * reuse + pick));
    }
    return List.copyOf(chosen);
  }

  private static Comparator<Problem> comparator(
      List<Problem> problems, CurriculumSettings settings) {
    Comparator<Problem> source =
        Comparator.comparingLong(Problem::position)
            .thenComparing(Problem::source)
            .thenComparing(Problem::split)
            .thenComparing(Problem::id);
    if (settings.order() != Order.DIFFICULTY) {
      return source;
    }
    for (Problem problem : problems) {
      if (Double.isNaN(problem.difficulty())) {
        throw new IllegalArgumentException(
            "Problem %s has no difficulty; expected a pass rate for the order 'difficulty'."
                .formatted(problem.id()));
      }
    }
    return Comparator.comparingDouble(Problem::difficulty).reversed().thenComparing(source);
  }

  private static void requireDistinct(List<Problem> problems) {
    Set<String> ids = new HashSet<>();
    for (Problem problem : problems) {
      if (!ids.add(problem.id())) {
        throw new IllegalArgumentException(
            "Problem id %s comes twice; expected distinct ids.".formatted(problem.id()));
      }
    }
  }

  private void requirePrompts(int prompts) {
    if (prompts < 1 || prompts > subset.size()) {
      throw new IllegalArgumentException(
          "%d prompts a step, expected 1 to %d, the number of distinct problems (reuse factor %d)."
              .formatted(prompts, subset.size(), settings.reuse()));
    }
  }
}
