package io.gradus.rewards;

import java.util.List;

/**
 * How a verdict came about, for a person.
 *
 * @param verdict the verdict
 * @param steps what was done, in order
 */
public record Explanation(Verdict verdict, List<Step> steps) {
  /** Takes a copy. */
  public Explanation {
    steps = List.copyOf(steps);
  }

  /**
   * One thing that was done.
   *
   * @param name what it is about, such as "found in"
   * @param text what came of it
   */
  public record Step(String name, String text) {}

  /** A line for each step. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      String shown = step.text().replace("\n", "⏎");
      text.append(String.format("  %-10s %s%n", step.name() + ":", shown));
    }
    return text.toString();
  }
}
