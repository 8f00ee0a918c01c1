package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a call as they are written. */
record ArgumentList(List<Expression> positional, Map<String, Expression> named) {
  static final ArgumentList EMPTY = new ArgumentList(List.of(), Map.of());

  Arguments evaluate(String callee, Scope scope) {
    List<Object> values = new ArrayList<>();
    positional.forEach(argument -> values.add(argument.evaluate(scope)));
    Map<String, Object> byName = new LinkedHashMap<>();
    named.forEach((name, argument) -> byName.put(name, argument.evaluate(scope)));
    return new Arguments(callee, values, byName);
  }
}
