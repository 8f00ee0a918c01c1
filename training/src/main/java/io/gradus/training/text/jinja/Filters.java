package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The filters that chat templates use. */
final class Filters {
  private Filters() {}

  static Object apply(String name, Object value, Arguments arguments) {
    if (value instanceof Markup && !name.equals("safe")) {
      throw new JinjaException("filter " + name + " does not support " + Values.kind(value));
    }
    return switch (name) {
      case "trim" -> PythonText.strip(Values.text(value), StringMethods.stripped(arguments));
      case "upper" -> PythonText.upper(plainText(value, arguments));
      case "lower" -> PythonText.lower(plainText(value, arguments));
      case "capitalize" -> PythonText.capitalize(plainText(value, arguments));
      case "string" -> plainText(value, arguments);
      case "replace" -> StringMethods.replace(Values.text(value), arguments);
      case "indent" -> indent(value, arguments);
      case "length", "count" -> {
        arguments.none();
        yield Values.length(value);
      }
      case "default", "d" -> byDefault(value, arguments);
      case "first" -> element(value, arguments, 0);
      case "last" -> element(value, arguments, -1);
      case "list" -> {
        arguments.none();
        yield Values.iterate(value);
      }
      case "reverse" -> reverse(value, arguments);
      case "join" -> join(value, arguments);
      case "items" -> items(value, arguments);
      case "map" -> map(value, arguments);
      case "select" -> select(value, arguments, true);
      case "reject" -> select(value, arguments, false);
      case "selectattr" -> selectByAttribute(value, arguments, true);
      case "rejectattr" -> selectByAttribute(value, arguments, false);
      case "tojson" -> JsonText.of(value, arguments);
      case "title" -> PythonText.titleOfWords(plainText(value, arguments));
      case "wordcount" -> PythonText.wordCount(plainText(value, arguments));
      case "center" -> StringMethods.centered(Values.text(value), arguments);
      case "format" -> format(Values.text(value), arguments);
      case "safe" -> value instanceof Markup ? value : new Markup(plainText(value, arguments));
      case "escape", "e", "forceescape" -> Markup.escaped(plainText(value, arguments));
      case "int" -> NumberFilters.integer(value, arguments);
      case "float" -> NumberFilters.decimal(value, arguments);
      case "round" -> NumberFilters.round(value, arguments);
      case "abs" -> NumberFilters.absolute(value, arguments);
      case "sort" -> ListFilters.sort(value, arguments);
      case "dictsort" -> ListFilters.dictSort(value, arguments);
      case "unique" -> ListFilters.unique(value, arguments);
      case "min" -> ListFilters.extreme(value, arguments, -1);
      case "max" -> ListFilters.extreme(value, arguments, 1);
      case "sum" -> ListFilters.sum(value, arguments);
      case "batch" -> ListFilters.batch(value, arguments);
      default -> throw new JinjaException("filter " + name + " is not supported");
    };
  }

  private static String plainText(Object value, Arguments arguments) {
    arguments.none();
    return Values.text(value);
  }

  private static Object format(String format, Arguments arguments) {
    if (!arguments.named().isEmpty()) {
      throw new JinjaException("filter format supports arguments in order only");
    }
    return PythonFormat.percent(format, arguments.positional());
  }

  private static Object indent(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("width", "first");
    String indentation =
        bound.get(0).isPresent() && bound.get(0).get() instanceof String text
            ? text
            : " ".repeat(bound.get(0).isEmpty() ? 4 : Math.max(0, arguments.integer(bound.get(0))));
    StringBuilder indented = new StringBuilder();
    if (Values.truth(bound.get(1).orElse(false))) {
      indented.append(indentation);
    }
    if (!(value instanceof String text)) {
      throw new JinjaException("filter indent takes a string, found " + Values.kind(value));
    }
    if (text.chars()
        .anyMatch(c -> "\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(c) >= 0)) {
      throw new JinjaException("filter indent supports no line ends but \\n");
    }
    String between = "";
    for (Object line : PythonText.split(text, "\n", Integer.MAX_VALUE)) {
      boolean indents = !between.isEmpty() && !line.equals("");
      indented.append(between).append(indents ? indentation : "").append(line);
      between = "\n";
    }
    return indented.toString();
  }

  private static Object byDefault(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("default_value", "boolean");
    boolean replaced =
        value instanceof Undefined
            || Values.truth(bound.get(1).orElse(false)) && !Values.truth(value);
    return replaced ? bound.get(0).orElse("") : value;
  }

  private static Object element(Object value, Arguments arguments, int position) {
    arguments.none();
    if (position < 0 && !(value instanceof List || value instanceof String)) {
      throw new JinjaException(Values.kind(value) + " has no last element");
    }
    List<Object> items = Values.iterate(value);
    return items.isEmpty()
        ? new Undefined("the element of something empty")
        : items.get(position < 0 ? items.size() - 1 : 0);
  }

  private static Object reverse(Object value, Arguments arguments) {
    arguments.none();
    if (value instanceof String text) {
      return Access.slice(text, None.NONE, None.NONE, -1L);
    }
    List<Object> items = new ArrayList<>(Values.iterate(value));
    Collections.reverse(items);
    return new OneShot(items);
  }

  private static Object join(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("d", "attribute");
    String separator = bound.get(0).isEmpty() ? "" : arguments.string(bound.get(0));
    StringBuilder joined = new StringBuilder();
    String between = "";
    for (Object item : Values.iterate(value)) {
      Object shown = bound.get(1).isEmpty() ? item : path(item, arguments.string(bound.get(1)));
      joined.append(between).append(Values.text(shown));
      between = separator;
    }
    return joined.toString();
  }

  private static Object items(Object value, Arguments arguments) {
    if (value instanceof Undefined) {
      return new OneShot(List.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new OneShot(new ArrayList<>(Access.items(map, arguments)));
    }
    throw new JinjaException("filter items takes a mapping, found " + Values.kind(value));
  }

  /** {@code map(attribute='name')} or {@code map('filter', arguments…)}. */
  private static Object map(Object value, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    if (arguments.positional().isEmpty()) {
      List<Optional<Object>> bound = arguments.bind("attribute", "default");
      String attribute = arguments.string(bound.get(0));
      for (Object item : Values.iterate(value)) {
        Object found = path(item, attribute);
        mapped.add(found instanceof Undefined ? bound.get(1).orElse(found) : found);
      }
    } else {
      Arguments inner = rest(arguments, 1);
      String filter = arguments.string(Optional.of(arguments.positional().get(0)));
      Values.iterate(value).forEach(item -> mapped.add(apply(filter, item, inner)));
    }
    return new OneShot(mapped);
  }

  /** {@code select('test', arguments…)}; without a test, by truth. */
  private static Object select(Object value, Arguments arguments, boolean wanted) {
    List<Object> chosen = new ArrayList<>();
    for (Object item : Values.iterate(value)) {
      if (passes(item, arguments, 0) == wanted) {
        chosen.add(item);
      }
    }
    return new OneShot(chosen);
  }

  /** {@code selectattr('name', 'test', arguments…)}; without a test, by truth. */
  private static Object selectByAttribute(Object value, Arguments arguments, boolean wanted) {
    if (arguments.positional().isEmpty()) {
      throw new JinjaException(arguments.callee() + " lacks an attribute");
    }
    String attribute = arguments.string(Optional.of(arguments.positional().get(0)));
    List<Object> chosen = new ArrayList<>();
    for (Object item : Values.iterate(value)) {
      if (passes(path(item, attribute), arguments, 1) == wanted) {
        chosen.add(item);
      }
    }
    return new OneShot(chosen);
  }

  private static boolean passes(Object value, Arguments arguments, int test) {
    if (arguments.positional().size() <= test) {
      return Values.truth(value);
    }
    String name = arguments.string(Optional.of(arguments.positional().get(test)));
    return Tests.holds(name, value, rest(arguments, test + 1));
  }

  private static Arguments rest(Arguments arguments, int from) {
    List<Object> positional = arguments.positional();
    return new Arguments(
        arguments.callee(), positional.subList(from, positional.size()), arguments.named());
  }

  /** An attribute, or one of an attribute: {@code a.b}. */
  static Object path(Object value, String attributes) {
    Object found = value;
    for (Object name : PythonText.split(attributes, ".", Integer.MAX_VALUE)) {
      String part = (String) name;
      boolean index = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
      found = Access.subscript(found, index ? (Object) Long.valueOf(part) : part);
    }
    return found;
  }
}
