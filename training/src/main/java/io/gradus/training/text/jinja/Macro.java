package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A macro: renders its body with its arguments, seeing the variables of where it was defined.
 *
 * @param name its name
 * @param signature its parameters
 * @param extras those of the {@link #SPECIAL} variables that its body uses, and so may be given
 * @param body what it renders
 * @param definition the scope it was defined in
 */
record Macro(String name, Signature signature, Set<String> extras, Node body, Scope definition)
    implements Callable {
  private static final String CALLER = "caller";
  private static final String POSITIONAL = "varargs";
  private static final String NAMED = "kwargs";

  /** Variables with what a call gives beyond the parameters. */
  static final Set<String> SPECIAL = Set.of(CALLER, POSITIONAL, NAMED);

  /**
   * Parameters.
   *
   * @param parameters in order, with their defaults
   */
  record Signature(Map<String, Optional<Expression>> parameters) {}

  @Override
  public Object call(Arguments arguments) {
    Map<String, Optional<Expression>> parameters = signature.parameters();
    Scope scope = definition.inner();
    List<Object> positional = new ArrayList<>(arguments.positional());
    Map<String, Object> named = new LinkedHashMap<>(arguments.named());
    if (extras.contains(CALLER) && !parameters.containsKey(CALLER)) {
      Object caller = named.remove(CALLER);
      scope.set(CALLER, caller != null ? caller : new Undefined("'caller'"));
    }
    if (extras.contains(POSITIONAL)) {
      List<Object> more =
          positional.subList(Math.min(parameters.size(), positional.size()), positional.size());
      scope.set(POSITIONAL, new Tuple(more));
      more.clear();
    }
    if (extras.contains(NAMED)) {
      Map<String, Object> more = new LinkedHashMap<>(named);
      more.keySet().removeAll(parameters.keySet());
      named.keySet().retainAll(parameters.keySet());
      scope.set(NAMED, more);
    }
    bind(new Arguments("macro " + name, positional, named), scope);
    StringBuilder text = new StringBuilder();
    body.render(scope, text);
    return text.toString();
  }

  private void bind(Arguments arguments, Scope scope) {
    Map<String, Optional<Expression>> parameters = signature.parameters();
    List<Optional<Object>> values = arguments.bind(parameters.keySet().toArray(String[]::new));
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
  }
}
