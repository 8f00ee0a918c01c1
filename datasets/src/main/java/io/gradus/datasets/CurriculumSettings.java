package io.gradus.datasets;

import java.util.Arrays;
import java.util.Locale;

/**
 * How the prompts of a run follow each other.
 *
 * @param order the order within a pass over the data
 * @param reuse the reuse factor τ, 1 or more: a 1/τ subset of the problems is passed τ times, so
 *     the number of steps stays that of one pass over all
 * @param seed keys the choice of the subset and the shuffles
 */
public record CurriculumSettings(Order order, int reuse, long seed) {

  /** The order of problems within a pass. */
  public enum Order {
    /** As the source has them. */
    SOURCE,
    /** Easy to hard: falling pass rate of the reference model, ties as the source has them. */
    DIFFICULTY,
    /** A new random order in every pass. */
    SHUFFLED;

    /**
     * The order of a config value.
     *
     * @throws IllegalArgumentException for any word but source, difficulty, shuffled
     */
    public static Order of(String name) {
      return Arrays.stream(values())
          .filter(order -> order.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Curriculum order '%s', expected one of source, difficulty, shuffled."
                          .formatted(name)));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One pass in the source's order. */
  public static final CurriculumSettings DEFAULT = new CurriculumSettings(Order.SOURCE, 1, 0);

  /** Checks the reuse factor. */
  public CurriculumSettings {
    if (reuse < 1) {
      throw new IllegalArgumentException(
          "Reuse factor %d, expected 1 (every problem once) or more.".formatted(reuse));
    }
  }
}
