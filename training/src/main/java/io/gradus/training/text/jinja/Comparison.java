package io.gradus.training.text.jinja;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's comparisons. Truth values count as 0 and 1 among numbers. */
final class Comparison {
  private Comparison() {}

  static boolean holds(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> equal(left, right);
      case "!=" -> !equal(left, right);
      case "in" -> contains(right, left);
      case "not in" -> !contains(right, left);
      case "<" -> order(left, right) < 0;
      case "<=" -> order(left, right) <= 0;
      case ">" -> order(left, right) > 0;
      case ">=" -> order(left, right) >= 0;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  static boolean equal(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return order(left, right) == 0;
    }
    if (left instanceof Undefined && right instanceof Undefined) {
      return true;
    }
    if (left instanceof Markup || right instanceof Markup) {
      return plain(left).equals(plain(right));
    }
    if (left instanceof View || right instanceof View) {
      throw new JinjaException(
          "comparing " + Values.kind(left instanceof View ? left : right) + " is not supported");
    }
    if (left instanceof Tuple != right instanceof Tuple) {
      return false;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      Iterator<?> others = b.iterator();
      return a.size() == b.size() && a.stream().allMatch(item -> equal(item, others.next()));
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.size() == b.size()
          && a.entrySet().stream()
              .allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
    }
    return left.equals(right);
  }

  private static Object plain(Object value) {
    return value instanceof Markup markup ? markup.text() : value;
  }

  private static boolean contains(Object container, Object item) {
    if (container instanceof String text) {
      if (item instanceof String part) {
        return text.contains(part);
      }
      throw new JinjaException("cannot look for " + Values.kind(item) + " in a string");
    }
    boolean keys = container instanceof View view && !view.isSequence();
    if ((container instanceof Map || keys)
        && (item instanceof Map || item instanceof List && !(item instanceof Tuple))) {
      throw new JinjaException(Values.kind(item) + " can be no key of a mapping");
    }
    if (container instanceof Map<?, ?> map) {
      return map.containsKey(Values.key(item));
    }
    return Values.iterate(container).stream().anyMatch(each -> equal(each, item));
  }

  static int order(Object left, Object right) {
    if (left instanceof String a && right instanceof String b) {
      return compareCodePoints(a, b);
    }
    if (isNumber(left) && isNumber(right)) {
      Object a = number(left);
      Object b = number(right);
      return a instanceof Long x && b instanceof Long y
          ? Long.compare(x, y)
          : Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
    }
    throw new JinjaException("cannot order " + Values.kind(left) + " and " + Values.kind(right));
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  private static Object number(Object value) {
    return value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value;
  }

  private static int compareCodePoints(String a, String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    return Arrays.compare(x, y);
  }
}
