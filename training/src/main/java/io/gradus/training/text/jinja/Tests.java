package io.gradus.training.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** The tests that chat templates use. */
final class Tests {
  private Tests() {}

  static boolean holds(String name, Object value, Arguments arguments) {
    if (value instanceof Markup && !Set.of("defined", "undefined", "none").contains(name)) {
      throw new JinjaException("test " + name + " does not support " + Values.kind(value));
    }
    return switch (name) {
      case "eq", "equalto", "==" -> compare("==", value, arguments);
      case "ne", "!=" -> compare("!=", value, arguments);
      case "lt", "lessthan", "<" -> compare("<", value, arguments);
      case "le", "<=" -> compare("<=", value, arguments);
      case "gt", "greaterthan", ">" -> compare(">", value, arguments);
      case "ge", ">=" -> compare(">=", value, arguments);
      case "in" -> compare("in", value, arguments);
      case "sameas" -> same(value, argument(arguments));
      case "divisibleby" -> remainder(value, argument(arguments), 0);
      default -> {
        arguments.none();
        yield holds(name, value);
      }
    };
  }

  private static boolean holds(String name, Object value) {
    return switch (name) {
      case "defined" -> !(value instanceof Undefined);
      case "undefined" -> value instanceof Undefined;
      case "none" -> value == None.NONE;
      case "true" -> value.equals(true);
      case "false" -> value.equals(false);
      case "boolean" -> value instanceof Boolean;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Long;
      case "float" -> value instanceof Double;
      case "number" -> value instanceof Number || value instanceof Boolean;
      case "mapping" -> value instanceof Map;
      case "sequence" ->
          value instanceof View view
              ? view.isSequence()
              : value instanceof List
                  || value instanceof Map
                  || value instanceof String
                  || value instanceof Undefined;
      case "iterable" ->
          value instanceof List
              || value instanceof Map
              || value instanceof String
              || value instanceof OneShot
              || value instanceof Undefined;
      case "callable" -> value instanceof Callable || value instanceof Undefined;
      case "lower" -> isAll(Values.text(value), Character::isLowerCase);
      case "upper" -> isAll(Values.text(value), Character::isUpperCase);
      case "odd" -> remainder(value, 2L, 1);
      case "even" -> remainder(value, 2L, 0);
      default -> throw new JinjaException("test " + name + " is not supported");
    };
  }

  private static boolean remainder(Object value, Object divisor, long wanted) {
    return Comparison.equal(Arithmetic.apply("%", value, divisor), wanted);
  }

  /** Python's {@code is}, where that does not hang on how values are stored. */
  private static boolean same(Object value, Object other) {
    boolean single = value instanceof Boolean || value == None.NONE;
    boolean otherSingle = other instanceof Boolean || other == None.NONE;
    if (single || otherSingle) {
      return value.equals(other);
    }
    throw new JinjaException("test sameas supports true, false and none");
  }

  /** Whether a text has letters with a case, and all of them have this one. */
  static boolean isAll(String text, IntPredicate wanted) {
    return text.codePoints().anyMatch(wanted)
        && text.codePoints()
            .noneMatch(
                c ->
                    !wanted.test(c)
                        && (Character.isLowerCase(c)
                            || Character.isUpperCase(c)
                            || Character.isTitleCase(c)));
  }

  private static boolean compare(String operator, Object value, Arguments arguments) {
    return Comparison.holds(operator, value, argument(arguments));
  }

  private static Object argument(Arguments arguments) {
    return arguments.required(arguments.bind("other").get(0));
  }
}
