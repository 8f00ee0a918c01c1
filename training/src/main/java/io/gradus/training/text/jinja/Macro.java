package io.gradus.training.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A macro: renders its body with its arguments, seeing the variables of where it was defined.
 *
 * @param name its name
 * @param parameters its parameters in order, with their defaults
 * @param body what it renders
 * @param definition the scope it was defined in
 */
record Macro(String name, Map<String, Optional<Expression>> parameters, Node body, Scope definition)
    implements Callable {
  @Override
  public Object call(Arguments arguments) {
    Arguments named = new Arguments("macro " + name, arguments.positional(), arguments.named());
    List<Optional<Object>> values = named.bind(parameters.keySet().toArray(String[]::new));
    Scope scope = definition.inner();
    int index = 0;
    for (Map.Entry<String, Optional<Expression>> parameter : parameters.entrySet()) {
      Optional<Object> value = values.get(index++);
      Optional<Expression> byDefault = parameter.getValue();
      scope.set(
          parameter.getKey(),
          value.orElseGet(
              () ->
                  byDefault
                      .map(expression -> expression.evaluate(scope))
                      .orElseGet(() -> new Undefined("parameter '" + parameter.getKey() + "'"))));
    }
    StringBuilder text = new StringBuilder();
    body.render(scope, text);
    return text.toString();
  }
}
