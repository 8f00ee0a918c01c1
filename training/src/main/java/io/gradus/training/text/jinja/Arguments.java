package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call.
 *
 * @param callee what is called, for error messages
 * @param positional those without a name, in order
 * @param named those given by name
 */
record Arguments(String callee, List<Object> positional, Map<String, Object> named) {

  /** The arguments sorted into the given parameters; those not given are empty. */
  List<Optional<Object>> bind(String... parameters) {
    if (positional.size() > parameters.length) {
      throw new JinjaException(
          String.format(
              "%s takes at most %d arguments, found %d",
              callee, parameters.length, positional.size()));
    }
    Map<String, Object> left = new LinkedHashMap<>(named);
    List<Optional<Object>> bound = new ArrayList<>();
    for (int i = 0; i < parameters.length; i++) {
      if (i < positional.size()) {
        bound.add(Optional.of(positional.get(i)));
      } else {
        bound.add(Optional.ofNullable(left.remove(parameters[i])));
      }
    }
    if (!left.isEmpty()) {
      throw new JinjaException(
          String.format("%s has no use for argument %s", callee, left.keySet().iterator().next()));
    }
    return bound;
  }

  /** Fails unless there are none. */
  void none() {
    bind();
  }

  /** The value of a parameter that must be given. */
  Object required(Optional<Object> value) {
    return value.orElseThrow(() -> new JinjaException(callee + " lacks an argument"));
  }

  /** A parameter that must be a string. */
  String string(Optional<Object> value) {
    if (required(value) instanceof String text) {
      return text;
    }
    throw new JinjaException(callee + " takes a string here");
  }

  /** A parameter that must be an integer. */
  int integer(Optional<Object> value) {
    if (required(value) instanceof Long number) {
      return Math.toIntExact(number);
    }
    throw new JinjaException(callee + " takes an integer here");
  }
}
