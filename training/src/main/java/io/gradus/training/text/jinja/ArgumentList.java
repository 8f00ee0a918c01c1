package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call as they are written.
 *
 * @param positional those without a name, in order
 * @param named those given by name
 * @param more what holds further ones without a name, as {@code *} gives them
 * @param moreNamed what holds further ones by name, as {@code **} gives them
 */
record ArgumentList(
    List<Expression> positional,
    Map<String, Expression> named,
    Optional<Expression> more,
    Optional<Expression> moreNamed) {
  static final ArgumentList EMPTY =
      new ArgumentList(List.of(), Map.of(), Optional.empty(), Optional.empty());

  static ArgumentList of(Expression argument) {
    return new ArgumentList(List.of(argument), Map.of(), Optional.empty(), Optional.empty());
  }

  Arguments evaluate(String callee, Scope scope) {
    List<Object> values = new ArrayList<>();
    positional.forEach(argument -> values.add(argument.evaluate(scope)));
    more.ifPresent(list -> values.addAll(Values.iterate(list.evaluate(scope))));
    Map<String, Object> byName = new LinkedHashMap<>();
    named.forEach((name, argument) -> byName.put(name, argument.evaluate(scope)));
    moreNamed.ifPresent(map -> putAll(byName, map.evaluate(scope)));
    return new Arguments(callee, values, byName);
  }

  private static void putAll(Map<String, Object> byName, Object map) {
    if (!(map instanceof Map<?, ?> given)) {
      throw new JinjaException("** takes a mapping, found " + Values.kind(map));
    }
    given.forEach(
        (name, value) -> {
          if (!(name instanceof String text) || byName.put(text, value) != null) {
            throw new JinjaException("** takes strings as names, each once");
          }
        });
  }
}
