package io.gradus.datasets.arithmetic;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of operations, evaluated from left to right whatever the operators, modulo a number.
 *
 * @param modulus the modulus
 * @param operands one more than operators, each 0 … modulus-1
 * @param operators one character each
 */
record Expression(int modulus, List<Integer> operands, String operators) {

  /** Up to here a number is written as one character, 0 … 9 a … z; above, in decimal. */
  static final int MAX_ONE_CHARACTER = Character.MAX_RADIX;

  /** The question, for example {@code 8-6*3=}. */
  String question() {
    StringBuilder text = new StringBuilder(write(operands.get(0), modulus));
    for (int i = 0; i < operators.length(); i++) {
      text.append(operators.charAt(i)).append(write(operands.get(i + 1), modulus));
    }
    return text.append('=').toString();
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
    return (int) Math.floorMod(result, (long) modulus);
  }

  /** The final result as text. */
  String answer() {
    List<Integer> results = results();
    return write(results.get(results.size() - 1), modulus);
  }

  /** A number as the task writes it. */
  static String write(int value, int modulus) {
    return modulus <= MAX_ONE_CHARACTER
        ? String.valueOf(Character.forDigit(value, MAX_ONE_CHARACTER))
        : Integer.toString(value);
  }
}
