package io.gradus.datasets.arithmetic;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of operations, evaluated from left to right whatever the operators, modulo a number or
 * over the whole numbers.
 *
 * @param modulus the modulus, or {@link #WHOLE_NUMBERS}
 * @param operands one more than operators, each 0 or more and below a modulus
 * @param operators one character each
 */
record Expression(int modulus, List<Integer> operands, String operators) {

  /** Stands for no modulus: results are whole numbers. */
  static final int WHOLE_NUMBERS = 0;

  /** Up to here a number is written as one character, 0 … 9 a … z; above, in decimal. */
  static final int MAX_ONE_CHARACTER = Character.MAX_RADIX;

  /** The question, for example {@code 8-6*3=} or {@code What is 8 - 6 + 3?}. */
  String question() {
    return modulus == WHOLE_NUMBERS ? "What is " + formula(" ") + "?" : formula("") + "=";
  }

  private String formula(String space) {
    StringBuilder text = new StringBuilder(write(operands.get(0), modulus));
    for (int i = 0; i < operators.length(); i++) {
      text.append(space).append(operators.charAt(i)).append(space);
      text.append(write(operands.get(i + 1), modulus));
    }
    return text.toString();
  }

  /** The result of each operation in order; the last is the answer. */
  List<Integer> results() {
    List<Integer> results = new ArrayList<>();
    int value = operands.get(0);
    for (int i = 0; i < operators.length(); i++) {
      value = apply(i, value);
      results.add(value);
    }
    return results;
  }

  /** The result of operation {@code i} on a value that stands for all before it. */
  int apply(int i, int value) {
    long left = value;
    long right = operands.get(i + 1);
    long result =
        switch (operators.charAt(i)) {
          case '+' -> left + right;
          case '-' -> left - right;
          case '*' -> left * right;
          default -> throw new IllegalStateException("Operator " + operators.charAt(i));
        };
    return modulus == WHOLE_NUMBERS
        ? Math.toIntExact(result)
        : (int) Math.floorMod(result, (long) modulus);
  }

  /** The final result as text. */
  String answer() {
    List<Integer> results = results();
    return write(results.get(results.size() - 1), modulus);
  }

  /** A number as the task writes it. */
  static String write(int value, int modulus) {
    return modulus != WHOLE_NUMBERS && modulus <= MAX_ONE_CHARACTER
        ? String.valueOf(Character.forDigit(value, MAX_ONE_CHARACTER))
        : Integer.toString(value);
  }
}
