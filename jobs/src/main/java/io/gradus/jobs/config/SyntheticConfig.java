package io.gradus.jobs.config;

import java.util.List;
import java.util.Map;

/**
 * Arithmetic problems to be made up (block {@code synthetic}): {@code minOperations} to {@code
 * maxOperations} operators between numbers below {@code modulus}, evaluated from left to right.
 *
 * @param operatorSets only problems whose distinct operators are one of these, in the order {@code
 *     *+-}; empty: all
 */
public record SyntheticConfig(
    int modulus,
    int minOperations,
    int maxOperations,
    List<String> operators,
    List<String> operatorSets,
    int count,
    long seed) {

  private static final List<String> ALL_SETS = List.of("*", "+", "-", "*+", "*-", "+-", "*+-");

  /** One character a number: the digits and the letters. */
  static final Bound MODULUS = new Bound(x -> x >= 2 && x <= 36, "from 2 to 36");

  /** What the problems depend on, by the names of the settings. */
  Map<String, Object> identity() {
    return Map.of(
        "modulus", modulus,
        "operations", Map.of("min", minOperations, "max", maxOperations),
        "operators", operators,
        "operator-sets", operatorSets,
        "count", count,
        "seed", seed);
  }

  static SyntheticConfig of(Section section, long runSeed) {
    Section operations = section.child("operations");
    int min = operations.integer("min", Bound.atLeast(1));
    List<String> operators = section.texts("operators");
    if (!List.of("+", "-", "*").containsAll(operators)) {
      throw section.wrong("operators", "some of \"+\", \"-\", \"*\"");
    }
    return new SyntheticConfig(
        section.integer("modulus", MODULUS),
        min,
        operations.integer("max", Bound.atLeast(min)),
        operators,
        operatorSets(section),
        section.integer("count", Bound.atLeast(1)),
        section.optionalWhole("seed", Bound.ANY).orElse(runSeed));
  }

  static List<String> operatorSets(Section section) {
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
