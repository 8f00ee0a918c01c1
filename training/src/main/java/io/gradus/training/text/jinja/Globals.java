package io.gradus.training.text.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that every chat template may call. */
final class Globals {
  private Globals() {}

  static Map<String, Object> functions(Clock clock) {
    Map<String, Object> functions = new LinkedHashMap<>();
    functions.put("range", (Callable) Globals::range);
    functions.put("namespace", (Callable) Globals::namespace);
    functions.put("dict", (Callable) Globals::dict);
    functions.put("raise_exception", (Callable) Globals::raise);
    functions.put("strftime_now", (Callable) arguments -> now(clock, arguments));
    for (String unsupported : List.of("lipsum", "cycler", "joiner")) {
      Callable refuse =
          arguments -> {
            throw new JinjaException("function " + unsupported + " is not supported");
          };
      functions.put(unsupported, refuse);
    }
    return functions;
  }

  private static Object range(Arguments arguments) {
    List<Object> given = arguments.positional();
    if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
      throw new JinjaException("range takes one to three integers");
    }
    long[] bounds =
        given.stream().mapToLong(value -> arguments.integer(Optional.of(value))).toArray();
    long start = bounds.length == 1 ? 0 : bounds[0];
    long stop = bounds.length == 1 ? bounds[0] : bounds[1];
    long step = bounds.length == 3 ? bounds[2] : 1;
    if (step == 0) {
      throw new JinjaException("range takes no step of zero");
    }
    if ((stop - start) / step > 100_000) { // jinja2's sandbox has the same limit
      throw new JinjaException("range is longer than 100000");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      numbers.add(i);
    }
    return new View(View.Kind.RANGE, numbers);
  }

  private static Object namespace(Arguments arguments) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    dict(arguments).forEach((name, value) -> attributes.put((String) name, value));
    return new Namespace(attributes);
  }

  /** Values of a mapping or of pairs, and those given by name. */
  private static Map<Object, Object> dict(Arguments arguments) {
    List<Object> positional = arguments.positional();
    if (positional.size() > 1) {
      throw new JinjaException("namespace and dict take one mapping, and values by name");
    }
    Map<Object, Object> values = new LinkedHashMap<>();
    for (Object given : positional) {
      if (given instanceof Map<?, ?> map) {
        values.putAll(map);
        continue;
      }
      for (Object pair : Values.iterate(given)) {
        List<Object> parts = Values.iterate(pair);
        if (parts.size() != 2) {
          throw new JinjaException("namespace and dict take pairs");
        }
        values.put(parts.get(0), parts.get(1));
      }
    }
    values.putAll(arguments.named());
    return values;
  }

  private static Object raise(Arguments arguments) {
    Object message = arguments.required(arguments.bind("message").get(0));
    throw new JinjaException("the template refuses this: " + Values.text(message));
  }

  private static Object now(Clock clock, Arguments arguments) {
    String format = arguments.string(arguments.bind("format").get(0));
    return DateText.of(ZonedDateTime.now(clock), format);
  }
}
