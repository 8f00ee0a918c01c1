package io.gradus.jobs.config;

import io.gradus.datasets.arithmetic.ArithmeticSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  private static final Bound LARGEST =
      new Bound(x -> x >= 1 && x <= 1_000_000, "from 1 to 1000000");

  /** The driver holds all of them. */
  private static final Bound COUNT =
      new Bound(x -> x >= 1 && x <= 10_000_000, "from 1 to 10,000,000");

  /** What the problems depend on, by the names of the settings. */
  Map<String, Object> identity() {
    Map<String, Object> identity = new TreeMap<>();
    if (task.largest() > 0) {
      identity.put("largest", task.largest());
    } else {
      identity.put("modulus", task.modulus());
    }
    identity.put("operations", Map.of("min", task.minOperations(), "max", task.maxOperations()));
    identity.put("operators", task.operators().chars().mapToObj(Character::toString).toList());
    identity.put("operator-sets", task.operatorSets());
    identity.put("count", count);
    identity.put("seed", seed);
    return identity;
  }

  static SyntheticConfig of(Section section, long runSeed) {
    List<String> operators = section.texts("operators");
    if (!List.of("+", "-", "*").containsAll(operators)) {
      throw section.wrong("operators", "some of \"+\", \"-\", \"*\"");
    }
    return new SyntheticConfig(
        problems(section, operators),
        section.integer("count", COUNT),
        section.optionalWhole("seed", Bound.ANY).orElse(runSeed));
  }

  private static ArithmeticSettings problems(Section section, List<String> operators) {
    ArithmeticSettings task = task(section, operators, List.of(), 0);
    if (!section.isGiven("largest")) {
      return task;
    }
    int largest = section.integer("largest", LARGEST);
    if (operators.contains("*")) {
      throw section.wrong("operators", "\"+\" and \"-\" where largest is set");
    }
    return new ArithmeticSettings(
        task.modulus(),
        task.operators(),
        task.minOperations(),
        task.maxOperations(),
        task.operatorWeights(),
        task.operandSkew(),
        task.operatorSets(),
        largest);
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
