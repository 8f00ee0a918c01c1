package io.gradus.jobs.config;

import io.gradus.datasets.arithmetic.ArithmeticSettings;
import java.util.List;
import java.util.Map;

/**
 * Arithmetic problems to be made up (block {@code synthetic}).
 *
 * @param task the distribution that they are drawn from
 * @param count problems
 * @param seed keys their choice
 */
public record SyntheticConfig(ArithmeticSettings task, int count, long seed) {
  private static final List<String> ALL_SETS = List.of("*", "+", "-", "*+", "*-", "+-", "*+-");

  /** One character a number: the digits and the letters. */
  private static final Bound MODULUS = new Bound(x -> x >= 2 && x <= 36, "from 2 to 36");

  /** What the problems depend on, by the names of the settings. */
  Map<String, Object> identity() {
    return Map.of(
        "modulus", task.modulus(),
        "operations", Map.of("min", task.minOperations(), "max", task.maxOperations()),
        "operators", task.operators().chars().mapToObj(Character::toString).toList(),
        "operator-sets", task.operatorSets(),
        "count", count,
        "seed", seed);
  }

  static SyntheticConfig of(Section section, long runSeed) {
    List<String> operators = section.texts("operators");
    if (!List.of("+", "-", "*").containsAll(operators)) {
      throw section.wrong("operators", "some of \"+\", \"-\", \"*\"");
    }
    return new SyntheticConfig(
        task(section, operators, List.of(), 0),
        section.integer("count", Bound.atLeast(1)),
        section.optionalWhole("seed", Bound.ANY).orElse(runSeed));
  }

  /** A task by the keys that made-up problems and the corpus of pre-training have. */
  static ArithmeticSettings task(
      Section section, List<String> operators, List<Double> weights, double zipf) {
    int modulus = section.integer("modulus", MODULUS);
    Section operations = section.child("operations");
    int min = operations.integer("min", Bound.atLeast(1));
    int max = operations.integer("max", Bound.atLeast(min));
    List<String> sets = operatorSets(section);
    try {
      return new ArithmeticSettings(
          modulus, String.join("", operators), min, max, weights, zipf, sets);
    } catch (IllegalArgumentException e) {
      throw section.wrong(
          sets.isEmpty() ? "operators" : "operator-sets",
          "what made-up problems can have (" + e.getMessage() + ")");
    }
  }

  private static List<String> operatorSets(Section section) {
    if (!section.isGiven("operator-sets")) {
      return List.of();
    }
    List<String> sets = section.texts("operator-sets");
    if (!ALL_SETS.containsAll(sets)) {
      throw section.wrong("operator-sets", "some of \"" + String.join("\", \"", ALL_SETS) + "\"");
    }
    return sets;
  }
}
