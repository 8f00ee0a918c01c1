package io.gradus.training.text.jinja;

import java.util.List;
import java.util.Map;

/** The tests that chat templates use. */
final class Tests {
  private Tests() {}

  static boolean holds(String name, Object value, Arguments arguments) {
    return switch (name) {
      case "eq", "equalto", "==" -> compare("==", value, arguments);
      case "ne", "!=" -> compare("!=", value, arguments);
      case "lt", "lessthan", "<" -> compare("<", value, arguments);
      case "le", "<=" -> compare("<=", value, arguments);
      case "gt", "greaterthan", ">" -> compare(">", value, arguments);
      case "ge", ">=" -> compare(">=", value, arguments);
      case "in" -> compare("in", value, arguments);
      case "divisibleby" -> Arithmetic.apply("%", value, argument(arguments)).equals(0L);
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
          value instanceof List
              || value instanceof Map
              || value instanceof String
              || value instanceof Undefined;
      case "iterable" ->
          value instanceof List
              || value instanceof Map
              || value instanceof String
              || value instanceof OneShot
              || value instanceof Undefined;
      case "callable" -> value instanceof Callable;
      case "odd" -> Arithmetic.apply("%", value, 2L).equals(1L);
      case "even" -> Arithmetic.apply("%", value, 2L).equals(0L);
      default -> throw new JinjaException("test " + name + " is not supported");
    };
  }

  private static boolean compare(String operator, Object value, Arguments arguments) {
    return Comparison.holds(operator, value, argument(arguments));
  }

  private static Object argument(Arguments arguments) {
    return arguments.required(arguments.bind("other").get(0));
  }
}
