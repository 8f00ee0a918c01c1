package io.gradus.datasets.arithmetic;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/**
 * A distribution of arithmetic problems: operations applied left to right, modulo a number or over
 * the whole numbers.
 *
 * @param modulus 2 to 1,000,000; operands and results are 0 … modulus-1
 * @param operators the operators in use, a selection of {@code + - *}
 * @param minOperations fewest operations of a problem, 1 or more
 * @param maxOperations most operations of a problem; the number is drawn uniformly
 * @param operatorWeights relative frequencies in the order of {@code operators}; empty for equal
 * @param operandSkew exponent s of the operands' Zipf law, P(v) ∝ (v+1)^-s; 0 for uniform
 * @param operatorSets the sets of distinct operators that a problem may use, for example {@code +}
 *     and {@code +*}; empty for any. A problem of another set is drawn again
 * @param largest 0 for arithmetic modulo {@code modulus}; else operands are 0 … largest, results
 *     are whole numbers, {@code modulus} is not used, and the operators are {@code +} and {@code -}
 */
public record ArithmeticSettings(
    int modulus,
    String operators,
    int minOperations,
    int maxOperations,
    List<Double> operatorWeights,
    double operandSkew,
    List<String> operatorSets,
    int largest)
    implements Serializable {

  /** Operators that are understood. */
  static final String KNOWN_OPERATORS = "+-*";

  private static final int MAX_MODULUS = 1_000_000;

  private static final int MAX_OPERAND = 1_000_000;

  /** One to five of {@code + - *} modulo 11, all equally likely. */
  public static final ArithmeticSettings DEFAULT =
      new ArithmeticSettings(11, KNOWN_OPERATORS, 1, 5, List.of(), 0, List.of());

  /** Arithmetic modulo a number. */
  public ArithmeticSettings(
      int modulus,
      String operators,
      int minOperations,
      int maxOperations,
      List<Double> operatorWeights,
      double operandSkew,
      List<String> operatorSets) {
    this(
        modulus,
        operators,
        minOperations,
        maxOperations,
        operatorWeights,
        operandSkew,
        operatorSets,
        0);
  }

  /** Checks every value and brings operator sets into one spelling. */
  public ArithmeticSettings {
    require(
        modulus >= 2 && modulus <= MAX_MODULUS,
        "modulus = %d, expected 2 to %d".formatted(modulus, MAX_MODULUS));
    require(
        !operators.isEmpty()
            && operators.chars().allMatch(c -> KNOWN_OPERATORS.indexOf(c) >= 0)
            && operators.chars().distinct().count() == operators.length(),
        "operators = '%s', expected distinct ones of %s".formatted(operators, KNOWN_OPERATORS));
    require(
        minOperations >= 1 && minOperations <= maxOperations,
        "minOperations = %d and maxOperations = %d, expected 1 ≤ minOperations ≤ maxOperations"
            .formatted(minOperations, maxOperations));
    require(
        operatorWeights.isEmpty()
            || (operatorWeights.size() == operators.length()
                && operatorWeights.stream().allMatch(w -> w > 0 && Double.isFinite(w))),
        "operatorWeights = %s, expected %d positive numbers, one for each of '%s'"
            .formatted(operatorWeights, operators.length(), operators));
    require(
        operandSkew >= 0 && Double.isFinite(operandSkew),
        "operandSkew = %s, expected 0 or more".formatted(operandSkew));
    for (String set : operatorSets) {
      require(
          !set.isEmpty() && set.chars().allMatch(c -> operators.indexOf(c) >= 0),
          "operatorSets = %s, expected sets of the operators '%s'"
              .formatted(operatorSets, operators));
    }
    require(
        largest >= 0 && largest <= MAX_OPERAND,
        "largest = %d, expected 1 to %d, or 0 for arithmetic modulo a number"
            .formatted(largest, MAX_OPERAND));
    require(
        largest == 0 || operators.indexOf('*') < 0,
        "operators = '%s', expected + and - where largest is set".formatted(operators));
    operatorWeights = List.copyOf(operatorWeights);
    operatorSets = operatorSets.stream().map(ArithmeticSettings::distinct).toList();
  }

  /** Whether results are whole numbers, not remainders. */
  boolean isOverWholeNumbers() {
    return largest > 0;
  }

  /** Number of values that an operand may have, from 0 on. */
  int operandCount() {
    return isOverWholeNumbers() ? largest + 1 : modulus;
  }

  /** The distinct characters of a text in code order. */
  static String distinct(String text) {
    StringBuilder set = new StringBuilder();
    new TreeSet<>(text.chars().boxed().toList()).forEach(c -> set.append((char) c.intValue()));
    return set.toString();
  }

  private static void require(boolean condition, String finding) {
    if (!condition) {
      throw new IllegalArgumentException("Arithmetic problems: " + finding + ".");
    }
  }
}
