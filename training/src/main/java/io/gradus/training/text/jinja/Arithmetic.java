package io.gradus.training.text.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic on integers and floats, and what + and * do with strings and lists. */
final class Arithmetic {
  private Arithmetic() {}

  /**
   * Applies a binary operator.
   *
   * @throws ArithmeticException if an integer result exceeds 64 bits
   */
  static Object apply(String operator, Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return integers(operator, a, b);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return floats(operator, a.doubleValue(), b.doubleValue());
    }
    if (operator.equals("+") && left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
      List<Object> joined = new ArrayList<>(a);
      joined.addAll(b);
      return joined;
    }
    if (operator.equals("*") && left instanceof String text && right instanceof Long times) {
      return text.repeat(Math.toIntExact(Math.max(0, times)));
    }
    if (left instanceof Undefined undefined) {
      throw undefined.error();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.error();
    }
    throw new JinjaException(
        String.format(
            "%s %s %s is not supported", Values.kind(left), operator, Values.kind(right)));
  }

  private static Object integers(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> Math.addExact(a, b);
      case "-" -> Math.subtractExact(a, b);
      case "*" -> Math.multiplyExact(a, b);
      case "/" -> (double) a / nonZero(b);
      case "//" -> Math.floorDiv(a, nonZero(b));
      case "%" -> Math.floorMod(a, nonZero(b));
      case "**" -> power(a, b);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static Object power(long base, long exponent) {
    if (exponent < 0) {
      return Math.pow(base, exponent);
    }
    return BigInteger.valueOf(base).pow(Math.toIntExact(exponent)).longValueExact();
  }

  private static long nonZero(long divisor) {
    if (divisor == 0) {
      throw new JinjaException("division by zero");
    }
    return divisor;
  }

  private static Object floats(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> throw new JinjaException("operator " + operator + " on floats is not supported");
    };
  }
}
