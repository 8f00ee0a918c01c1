package io.gradus.rewards;

import java.util.List;
import java.util.SortedMap;

/**
 * A graded completion.
 *
 * @param total the weighted sum of the parts
 * @param parts each function's value by name, before weights; 0 where the function failed
 * @param verdict what verification found
 * @param faults what failed, each as "reward function NAME: why"; empty when nothing did
 */
public record Reward(
    double total, SortedMap<String, Double> parts, Verdict verdict, List<String> faults) {
  /** Takes a copy of the faults. */
  public Reward {
    faults = List.copyOf(faults);
  }

  /** The verdict's reason, and after it what failed. */
  public String reason() {
    return faults.isEmpty()
        ? verdict.reason()
        : verdict.reason() + "; " + String.join("; ", faults);
  }
}
