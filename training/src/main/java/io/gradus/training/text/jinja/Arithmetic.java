package io.gradus.training.text.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Python's arithmetic on integers and floats, and what + and * do with strings and lists. */
final class Arithmetic {
  private Arithmetic() {}

  /**
   * Applies a binary operator.
   *
   * @throws ArithmeticException if an integer result exceeds 64 bits
   */
  static Object apply(String operator, Object left, Object right) {
    Optional<Number> first = number(left);
    Optional<Number> second = number(right);
    if (first.isPresent() && second.isPresent()) {
      return first.get() instanceof Long a && second.get() instanceof Long b
          ? integers(operator, a, b)
          : floats(operator, first.get().doubleValue(), second.get().doubleValue());
    }
    if (operator.equals("%") && left instanceof String format) {
      return PythonFormat.percent(format, right instanceof Tuple t ? t : Tuple.of(right));
    }
    if (operator.equals("+") && left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (operator.equals("+")
        && left instanceof List<?> a
        && right instanceof List<?> b
        && !(left instanceof View || right instanceof View)
        && left instanceof Tuple == right instanceof Tuple) {
      List<Object> joined = new ArrayList<>(a);
      joined.addAll(b);
      return left instanceof Tuple ? new Tuple(joined) : joined;
    }
    if (operator.equals("*") && left instanceof String text && right instanceof Long times) {
      return text.repeat(Math.toIntExact(Math.max(0, times)));
    }
    if (operator.equals("*")
        && left instanceof List<?> list
        && !(left instanceof View)
        && right instanceof Long times) {
      List<Object> repeated = new ArrayList<>();
      Collections.nCopies(Math.toIntExact(Math.max(0, times)), list).forEach(repeated::addAll);
      return left instanceof Tuple ? new Tuple(repeated) : repeated;
    }
    if (operator.equals("*") && left instanceof Long && !(right instanceof Long)) {
      return swapped(left, right);
    }
    throw unsupported(left, operator, right);
  }

  private static Object swapped(Object left, Object right) {
    if (right instanceof String || right instanceof List) {
      return apply("*", right, left);
    }
    throw unsupported(left, "*", right);
  }

  private static JinjaException unsupported(Object left, String operator, Object right) {
    for (Object operand : new Object[] {left, right}) {
      if (operand instanceof Undefined undefined) {
        return undefined.error();
      }
    }
    return new JinjaException(
        String.format(
            "%s %s %s is not supported", Values.kind(left), operator, Values.kind(right)));
  }

  /** The number that a value is; truth values are 0 and 1. */
  static Optional<Number> number(Object value) {
    if (value instanceof Boolean flag) {
      return Optional.of(flag ? 1L : 0L);
    }
    return value instanceof Number number ? Optional.of(number) : Optional.empty();
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
      return power((double) base, (double) exponent);
    }
    return BigInteger.valueOf(base).pow(Math.toIntExact(exponent)).longValueExact();
  }

  private static long nonZero(long divisor) {
    if (divisor == 0) {
      throw new JinjaException("division by zero");
    }
    return divisor;
  }

  private static double nonZero(double divisor) {
    if (divisor == 0) {
      throw new JinjaException("division by zero");
    }
    return divisor;
  }

  private static double floorDiv(double a, double b) {
    double whole = Math.rint((a - floorMod(a, b)) / b);
    return whole == 0 ? Math.copySign(0.0, a / b) : whole;
  }

  /** Python's remainder, which has the divisor's sign. */
  private static double floorMod(double a, double b) {
    double remainder = a % nonZero(b);
    if (remainder == 0) {
      return Math.copySign(0.0, b);
    }
    return remainder < 0 != b < 0 ? remainder + b : remainder;
  }

  private static double power(double base, double exponent) {
    double value = Math.pow(base, exponent);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new JinjaException("this power is not supported");
    }
    return value;
  }

  private static Object floats(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / nonZero(b);
      case "//" -> floorDiv(a, b);
      case "%" -> floorMod(a, b);
      case "**" -> power(a, b);
      default -> throw new IllegalArgumentException(operator);
    };
  }
}
