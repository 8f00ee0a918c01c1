package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How values are judged, printed and looped over. */
final class Values {
  private Values() {}

  /** Python's truth value. */
  static boolean truth(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof Markup markup) {
      return !markup.text().isEmpty();
    }
    return !(value instanceof Undefined || value == None.NONE);
  }

  /** Python's {@code str}. */
  static String text(Object value) {
    if (value instanceof String || value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value == None.NONE) {
      return "None";
    }
    if (value instanceof Undefined) {
      return "";
    }
    if (value instanceof Markup markup) {
      return markup.text();
    }
    return PythonRepr.of(value);
  }

  /** The items of something that can be looped over. */
  static List<Object> iterate(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text) {
      return PythonText.characters(text);
    }
    if (value instanceof OneShot generator) {
      return generator.take();
    }
    if (value instanceof Undefined) {
      return new ArrayList<>();
    }
    throw new JinjaException("cannot loop over " + kind(value));
  }

  /** A mapping's key: whole numbers and truth values are the integers that they equal. */
  static Object key(Object value) {
    if (value instanceof Double number && number == Math.rint(number)) {
      return number.longValue();
    }
    return value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value;
  }

  /** Python's {@code len}. */
  static long length(Object value) {
    if (value instanceof String text) {
      return PythonText.length(text);
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof Undefined) {
      return 0;
    }
    throw new JinjaException(kind(value) + " has no length");
  }

  /** Assigns a value to one variable, or its items to several. */
  static void unpack(List<String> names, Object value, Scope scope) {
    if (names.size() == 1) {
      scope.set(names.get(0), value);
      return;
    }
    List<Object> items = iterate(value);
    if (items.size() != names.size()) {
      throw new JinjaException(
          String.format("%d values for %d variables", items.size(), names.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      scope.set(names.get(i), items.get(i));
    }
  }

  /** What error messages call a value. */
  static String kind(Object value) {
    if (value instanceof Undefined undefined) {
      return "the undefined " + undefined.name();
    }
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof Boolean) {
      return "a truth value";
    }
    if (value instanceof Long) {
      return "an integer";
    }
    if (value instanceof Double) {
      return "a float";
    }
    if (value instanceof Markup) {
      return "a text marked as safe";
    }
    if (value instanceof View view) {
      return view.isSequence() ? "a range" : "a mapping's parts";
    }
    if (value instanceof Tuple) {
      return "a tuple";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Map) {
      return "a mapping";
    }
    if (value == None.NONE) {
      return "None";
    }
    if (value instanceof OneShot) {
      return "a generator";
    }
    if (value instanceof Namespace) {
      return "a namespace";
    }
    return value instanceof Callable ? "a function" : "the loop";
  }
}
