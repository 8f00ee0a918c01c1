package io.gradus.training.text.jinja;

import java.util.HashMap;
import java.util.Map;

/** Variables: a scope reads through to the ones around it and assigns only its own. */
final class Scope {
  private final Scope outer;
  private final Map<String, Object> variables = new HashMap<>();

  private Scope(Scope outer) {
    this.outer = outer;
  }

  static Scope of(Map<String, Object> variables) {
    Scope scope = new Scope(null);
    scope.variables.putAll(variables);
    return scope;
  }

  Scope inner() {
    return new Scope(this);
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Object value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    return new Undefined("'" + name + "'");
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }
}
