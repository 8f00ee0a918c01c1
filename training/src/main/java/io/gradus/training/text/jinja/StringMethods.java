package io.gradus.training.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The methods of Python's str that chat templates use. */
final class StringMethods {
  /** A method of the string it is called on. */
  @FunctionalInterface
  private interface Method {
    Object call(String text, Arguments arguments);
  }

  private static final Map<String, Method> METHODS =
      Map.ofEntries(
          Map.entry("strip", (t, a) -> PythonText.strip(t, stripped(a))),
          Map.entry("lstrip", (t, a) -> PythonText.stripLeft(t, stripped(a))),
          Map.entry("rstrip", (t, a) -> PythonText.stripRight(t, stripped(a))),
          Map.entry("upper", (t, a) -> PythonText.upper(plain(t, a))),
          Map.entry("lower", (t, a) -> PythonText.lower(plain(t, a))),
          Map.entry("capitalize", (t, a) -> PythonText.capitalize(plain(t, a))),
          Map.entry("split", StringMethods::split),
          Map.entry("rsplit", StringMethods::splitRight),
          Map.entry("replace", StringMethods::replace),
          Map.entry("join", StringMethods::join),
          Map.entry("startswith", (t, a) -> any(a, t::startsWith)),
          Map.entry("endswith", (t, a) -> any(a, t::endsWith)),
          Map.entry("find", (t, a) -> codePoints(t, t.indexOf(one(a)))),
          Map.entry("rfind", (t, a) -> codePoints(t, t.lastIndexOf(one(a)))),
          Map.entry("count", StringMethods::count),
          Map.entry("index", (t, a) -> found(codePoints(t, t.indexOf(one(a))))),
          Map.entry("rindex", (t, a) -> found(codePoints(t, t.lastIndexOf(one(a))))),
          Map.entry("title", (t, a) -> PythonText.title(plain(t, a))),
          Map.entry("splitlines", StringMethods::lines),
          Map.entry("partition", (t, a) -> partition(t, a, t.indexOf(one(a)))),
          Map.entry("rpartition", (t, a) -> partition(t, a, t.lastIndexOf(one(a)))),
          Map.entry("zfill", StringMethods::zeros),
          Map.entry("ljust", (t, a) -> t + fill(t, a)),
          Map.entry("rjust", (t, a) -> fill(t, a) + t),
          Map.entry("format", (t, a) -> PythonFormat.braces(t, a.positional(), a.named())),
          Map.entry("removeprefix", StringMethods::removePrefix),
          Map.entry("removesuffix", StringMethods::removeSuffix));

  /** Python has these as well. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "casefold",
          "encode",
          "expandtabs",
          "format_map",
          "isidentifier",
          "isprintable",
          "istitle",
          "maketrans",
          "swapcase",
          "translate");

  private StringMethods() {}

  /** The method of that name, bound to the text; none if Python has none either. */
  static Optional<Callable> find(String text, String name) {
    if (UNSUPPORTED.contains(name)) {
      throw new JinjaException("a string's method " + name + " is not supported");
    }
    if (StringChecks.BY_NAME.containsKey(name)) {
      return Optional.of(arguments -> StringChecks.BY_NAME.get(name).test(plain(text, arguments)));
    }
    return Optional.ofNullable(METHODS.get(name))
        .map(
            method ->
                arguments ->
                    method.call(
                        text, new Arguments(name, arguments.positional(), arguments.named())));
  }

  /** The characters to strip: white space unless given. */
  static IntPredicate stripped(Arguments arguments) {
    Optional<Object> given = arguments.bind("chars").get(0);
    if (given.isEmpty() || given.get() == None.NONE) {
      return PythonText::isSpace;
    }
    String characters = arguments.string(given);
    return c -> characters.indexOf(c) >= 0;
  }

  private static String plain(String text, Arguments arguments) {
    arguments.none();
    return text;
  }

  private static String one(Arguments arguments) {
    return arguments.string(arguments.bind("sub").get(0));
  }

  private static Object split(String text, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("sep", "maxsplit");
    if (bound.get(0).isEmpty() || bound.get(0).get() == None.NONE) {
      return PythonText.words(text, limit(arguments, bound.get(1)));
    }
    return PythonText.split(text, separator(arguments, bound), limit(arguments, bound.get(1)));
  }

  private static Object splitRight(String text, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("sep", "maxsplit");
    if (bound.get(0).isEmpty() || bound.get(0).get() == None.NONE) {
      if (limit(arguments, bound.get(1)) == Integer.MAX_VALUE) {
        return PythonText.words(text, Integer.MAX_VALUE);
      }
      throw new JinjaException("rsplit at white space with a limit is not supported");
    }
    return PythonText.splitRight(text, separator(arguments, bound), limit(arguments, bound.get(1)));
  }

  private static String separator(Arguments arguments, List<Optional<Object>> bound) {
    String separator = arguments.string(bound.get(0));
    if (separator.isEmpty()) {
      throw new JinjaException(arguments.callee() + " takes no empty separator");
    }
    return separator;
  }

  private static int limit(Arguments arguments, Optional<Object> given) {
    int limit = given.isEmpty() ? -1 : arguments.integer(given);
    return limit < 0 ? Integer.MAX_VALUE : limit;
  }

  private static Object found(Object index) {
    if (index.equals(-1L)) {
      throw new JinjaException("the string to look for is not there");
    }
    return index;
  }

  private static Object partition(String text, Arguments arguments, int at) {
    String separator = separator(arguments, arguments.bind("sep"));
    if (at >= 0) {
      return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }
    return arguments.callee().equals("partition") ? Tuple.of(text, "", "") : Tuple.of("", "", text);
  }

  private static Object lines(String text, Arguments arguments) {
    boolean keep = Values.truth(arguments.bind("keepends").get(0).orElse(false));
    return PythonText.lines(text, keep);
  }

  private static Object zeros(String text, Arguments arguments) {
    int missing = missing(text, arguments.integer(arguments.bind("width").get(0)));
    boolean signed = text.startsWith("-") || text.startsWith("+");
    return (signed ? text.substring(0, 1) : "")
        + "0".repeat(missing)
        + (signed ? text.substring(1) : text);
  }

  private static String fill(String text, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("width", "fillchar");
    String with = bound.get(1).isEmpty() ? " " : arguments.string(bound.get(1));
    if (PythonText.length(with) != 1) {
      throw new JinjaException(arguments.callee() + " fills with one character");
    }
    return with.repeat(missing(text, arguments.integer(bound.get(0))));
  }

  private static int missing(String text, int width) {
    return Math.max(0, width - PythonText.length(text));
  }

  /** As Python's {@code str.center}, which puts an odd blank to the left of texts of odd width. */
  static String centered(String text, Arguments arguments) {
    Optional<Object> given = arguments.bind("width").get(0);
    int width = given.isEmpty() ? 80 : arguments.integer(given);
    int missing = missing(text, width);
    int left = missing / 2 + (missing & width & 1);
    return " ".repeat(left) + text + " ".repeat(missing - left);
  }

  static Object replace(String text, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("old", "new", "count");
    return PythonText.replace(
        text,
        arguments.string(bound.get(0)),
        arguments.string(bound.get(1)),
        limit(arguments, bound.get(2)));
  }

  private static Object join(String separator, Arguments arguments) {
    Object items = arguments.required(arguments.bind("iterable").get(0));
    StringBuilder joined = new StringBuilder();
    String between = "";
    for (Object item : Values.iterate(items)) {
      if (!(item instanceof String)) {
        throw new JinjaException("join takes strings, found " + Values.kind(item));
      }
      joined.append(between).append(item);
      between = separator;
    }
    return joined.toString();
  }

  private static Object any(Arguments arguments, Predicate<String> holds) {
    Object given = arguments.required(arguments.bind("prefix").get(0));
    List<?> candidates = given instanceof Tuple several ? several : List.of(given);
    return candidates.stream()
        .anyMatch(candidate -> holds.test(arguments.string(Optional.of(candidate))));
  }

  private static Object codePoints(String text, int index) {
    return index < 0 ? -1L : (long) text.codePointCount(0, index);
  }

  private static Object count(String text, Arguments arguments) {
    String part = one(arguments);
    return part.isEmpty()
        ? PythonText.length(text) + 1L
        : PythonText.split(text, part, Integer.MAX_VALUE).size() - 1L;
  }

  private static Object removePrefix(String text, Arguments arguments) {
    String prefix = one(arguments);
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static Object removeSuffix(String text, Arguments arguments) {
    String suffix = one(arguments);
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }
}
