package io.gradus.training.text.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The functions that every chat template may call. */
final class Globals {
  /** What strftime's letters mean. */
  private static final Map<Character, String> DATE_PATTERNS =
      Map.ofEntries(
          Map.entry('d', "dd"),
          Map.entry('m', "MM"),
          Map.entry('Y', "yyyy"),
          Map.entry('y', "yy"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('p', "a"),
          Map.entry('j', "DDD"));

  private Globals() {}

  static Map<String, Object> functions(Clock clock) {
    Map<String, Object> functions = new LinkedHashMap<>();
    functions.put("range", (Callable) Globals::range);
    functions.put("namespace", (Callable) Globals::namespace);
    functions.put("dict", (Callable) arguments -> new LinkedHashMap<>(named(arguments)));
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
    return numbers;
  }

  private static Object namespace(Arguments arguments) {
    return new Namespace(named(arguments));
  }

  private static Map<String, Object> named(Arguments arguments) {
    if (!arguments.positional().isEmpty()) {
      throw new JinjaException("namespace and dict take their values by name");
    }
    return arguments.named();
  }

  private static Object raise(Arguments arguments) {
    Object message = arguments.required(arguments.bind("message").get(0));
    throw new JinjaException("the template refuses this: " + Values.text(message));
  }

  private static Object now(Clock clock, Arguments arguments) {
    String format = arguments.string(arguments.bind("format").get(0));
    ZonedDateTime now = ZonedDateTime.now(clock);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      char letter = i + 1 < format.length() ? format.charAt(++i) : ' ';
      String pattern = DATE_PATTERNS.get(letter);
      if (pattern == null && letter != '%') {
        throw new JinjaException("strftime_now does not support %" + letter);
      }
      text.append(
          letter == '%' ? "%" : now.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)));
    }
    return text.toString();
  }
}
