package io.gradus.rewards;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * How completions are graded.
 *
 * @param functions names of reward functions (correctness, exact_match, format, strict,
 *     length_penalty, exact_final, cell_accuracy) or names of classes, each optionally with a
 *     weight: "correctness", "length_penalty*0.5"
 * @param extraction where answers may stand
 * @param options settings of the functions and of verification by key: tolerance, exact_tolerance,
 *     length_penalty.buffer, …
 * @param sandbox where programs of answers are run, if anywhere
 */
public record RewardSettings(
    List<String> functions,
    ExtractionPolicy extraction,
    Map<String, String> options,
    Sandbox sandbox)
    implements Serializable {
  /** Copies the collections. */
  public RewardSettings {
    functions = List.copyOf(functions);
    options = Map.copyOf(options);
    if (functions.isEmpty()) {
      throw new IllegalArgumentException(
          "reward.functions is empty, expected at least one function such as correctness");
    }
  }

  /** Settings without a sandbox. */
  public RewardSettings(
      List<String> functions, ExtractionPolicy extraction, Map<String, String> options) {
    this(functions, extraction, options, Sandbox.none());
  }

  /** Correctness alone, answers found anywhere. */
  public static RewardSettings defaults() {
    return new RewardSettings(List.of("correctness"), ExtractionPolicy.FLEXIBLE, Map.of());
  }
}
