package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attributes, subscripts, slices and calls. */
final class Access {
  /** Methods of Python's dict that are not here: an attribute of that name would be one of them. */
  private static final Set<String> OTHER_MAP_METHODS =
      Set.of("clear", "fromkeys", "pop", "popitem", "setdefault", "update");

  private static final Set<String> LIST_METHODS =
      Set.of(
          "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove",
          "reverse", "sort");

  private Access() {}

  /** {@code value.name}: a method, else an entry of a mapping. */
  static Object attribute(Object value, String name) {
    if (value instanceof Undefined undefined) {
      throw undefined.error();
    }
    if (value instanceof Namespace namespace) {
      return orUndefined(namespace.attributes().get(name), name);
    }
    if (value instanceof Loop.State loop) {
      return loop.attribute(name);
    }
    if (value instanceof String text) {
      return StringMethods.find(text, name)
          .<Object>map(method -> method)
          .orElseGet(() -> new Undefined("a string's attribute '" + name + "'"));
    }
    if (value instanceof Map<?, ?> map) {
      return mapAttribute(map, name);
    }
    if (value instanceof View) {
      throw new JinjaException("attributes of " + Values.kind(value) + " are not supported");
    }
    if (value instanceof List<?> list && LIST_METHODS.contains(name)) {
      return listAttribute(list, name);
    }
    if (value instanceof Markup) {
      throw new JinjaException("methods of " + Values.kind(value) + " are not supported");
    }
    if (value instanceof Number || value instanceof Boolean) {
      throw new JinjaException("attributes of " + Values.kind(value) + " are not supported");
    }
    return new Undefined("attribute '" + name + "'");
  }

  private static Object mapAttribute(Map<?, ?> map, String name) {
    if (OTHER_MAP_METHODS.contains(name)) {
      throw new JinjaException("a mapping's method " + name + " is not supported");
    }
    return switch (name) {
      case "copy" ->
          (Callable)
              arguments -> {
                arguments.none();
                return new LinkedHashMap<Object, Object>(map);
              };
      case "get" -> (Callable) arguments -> get(map, arguments);
      case "items" -> (Callable) arguments -> items(map, arguments);
      case "keys" -> (Callable) arguments -> keys(map, arguments);
      case "values" -> (Callable) arguments -> values(map, arguments);
      default -> orUndefined(map.get(name), name);
    };
  }

  /** Those that change a list are refused, as jinja2's sandbox does. */
  private static Object listAttribute(List<?> list, String name) {
    return switch (name) {
      case "copy" ->
          (Callable)
              arguments -> {
                arguments.none();
                if (list instanceof Tuple) {
                  throw new JinjaException("a tuple has no method copy");
                }
                return new ArrayList<>(list);
              };
      case "count" ->
          (Callable)
              arguments -> {
                Object item = arguments.required(arguments.bind("value").get(0));
                return list.stream().filter(each -> Comparison.equal(each, item)).count();
              };
      case "index" ->
          (Callable)
              arguments -> {
                Object item = arguments.required(arguments.bind("value").get(0));
                for (int i = 0; i < list.size(); i++) {
                  if (Comparison.equal(list.get(i), item)) {
                    return (long) i;
                  }
                }
                throw new JinjaException("the list has no such item");
              };
      default -> throw new JinjaException("a list's method " + name + " is not supported");
    };
  }

  private static Object get(Map<?, ?> map, Arguments arguments) {
    var bound =
        new Arguments("get", arguments.positional(), arguments.named()).bind("key", "default");
    Object value = map.get(Values.key(arguments.required(bound.get(0))));
    return value != null ? value : bound.get(1).orElse(None.NONE);
  }

  static List<Object> items(Map<?, ?> map, Arguments arguments) {
    arguments.none();
    List<Object> items = new ArrayList<>();
    map.forEach((key, value) -> items.add(Tuple.of(key, value)));
    return new View(View.Kind.MAPPING, items);
  }

  private static List<Object> keys(Map<?, ?> map, Arguments arguments) {
    arguments.none();
    return new View(View.Kind.MAPPING, new ArrayList<>(map.keySet()));
  }

  private static List<Object> values(Map<?, ?> map, Arguments arguments) {
    arguments.none();
    return new View(View.Kind.MAPPING, new ArrayList<>(map.values()));
  }

  /** {@code value[key]}: an element, else an attribute. */
  static Object subscript(Object value, Object key) {
    if (value instanceof Undefined undefined) {
      throw undefined.error();
    }
    if (key instanceof Undefined undefined) {
      throw undefined.error();
    }
    if (value instanceof Map<?, ?> map && map.containsKey(Values.key(key))) {
      return map.get(Values.key(key));
    }
    if (value instanceof View view && !view.isSequence()) {
      return new Undefined("an element of a mapping's parts");
    }
    if (key instanceof Long index && (value instanceof List || value instanceof String)) {
      List<Object> elements = Values.iterate(value);
      long at = index < 0 ? index + elements.size() : index;
      return at >= 0 && at < elements.size()
          ? elements.get((int) at)
          : new Undefined("element " + index);
    }
    if (key instanceof String name) {
      return attribute(value, name);
    }
    if (value instanceof Map) {
      return new Undefined("entry");
    }
    throw new JinjaException(Values.kind(value) + " has no elements by " + Values.kind(key));
  }

  /** {@code value[start:stop:step]}; None stands for a bound left out. */
  static Object slice(Object value, Object start, Object stop, Object step) {
    if (!(value instanceof List || value instanceof String) || value instanceof View) {
      throw new JinjaException("slicing " + Values.kind(value) + " is not supported");
    }
    List<Object> elements = Values.iterate(value);
    int size = elements.size();
    int by = bound(step, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    if (by == 0) {
      throw new JinjaException("slice step cannot be zero");
    }
    int low = by > 0 ? 0 : -1;
    int high = by > 0 ? size : size - 1;
    int first = bound(start, by > 0 ? low : high, low, high, size);
    int end = bound(stop, by > 0 ? high : low, low, high, size);
    List<Object> chosen = new ArrayList<>();
    for (int i = first; by > 0 ? i < end : i > end; i += by) {
      chosen.add(elements.get(i));
    }
    return value instanceof String
        ? String.join("", chosen.toArray(String[]::new))
        : ofKind(value, chosen);
  }

  private static Object ofKind(Object value, List<Object> items) {
    return value instanceof Tuple ? new Tuple(items) : items;
  }

  /** A slice's bound, counted from the end where negative, held within limits. */
  private static int bound(Object value, int byDefault, int low, int high, int size) {
    if (value == None.NONE) {
      return byDefault;
    }
    if (!(value instanceof Long number)) {
      throw new JinjaException("slicing by " + Values.kind(value) + " is not supported");
    }
    long at = number < 0 ? number + size : number;
    return (int) Math.max(low, Math.min(high, at));
  }

  static Object call(Object callee, Arguments arguments) {
    if (callee instanceof Callable function) {
      return function.call(arguments);
    }
    if (callee instanceof Loop.State loop) {
      return loop.nested().call(new Arguments("loop", arguments.positional(), arguments.named()));
    }
    if (callee instanceof Undefined undefined) {
      throw undefined.error();
    }
    throw new JinjaException(Values.kind(callee) + " cannot be called");
  }

  private static Object orUndefined(Object value, String name) {
    return value != null ? value : new Undefined("'" + name + "'");
  }
}
