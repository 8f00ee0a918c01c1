package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as Python's {@code json.dumps(value, ensure_ascii=False)} spells it. */
final class JsonText {
  /** What stands between items, between key and value, and before each line. */
  private final String itemSeparator;

  private final String keySeparator;
  private final Optional<String> indent;
  private final boolean ascii;
  private final boolean sorted;

  private JsonText(Arguments arguments) {
    List<Optional<Object>> bound =
        arguments.bind("ensure_ascii", "indent", "separators", "sort_keys");
    Optional<Object> step = bound.get(1).filter(given -> given != None.NONE);
    this.indent =
        step.map(
            given ->
                given instanceof String text
                    ? text
                    : " ".repeat(Math.max(0, arguments.integer(step))));
    this.ascii = Values.truth(bound.get(0).orElse(false));
    this.sorted = Values.truth(bound.get(3).orElse(false));
    Optional<Object> separators = bound.get(2).filter(given -> given != None.NONE);
    List<Object> pair = separators.map(Values::iterate).orElse(List.of());
    if (separators.isPresent() && pair.size() != 2) {
      throw new JinjaException("filter tojson takes two separators");
    }
    this.itemSeparator =
        pair.isEmpty() ? indent.isEmpty() ? ", " : "," : arguments.string(Optional.of(pair.get(0)));
    this.keySeparator = pair.isEmpty() ? ": " : arguments.string(Optional.of(pair.get(1)));
  }

  /** The filter tojson as transformers has it. */
  static String of(Object value, Arguments arguments) {
    return new JsonText(arguments).text(value, 1);
  }

  private String text(Object value, int depth) {
    if (value instanceof String string) {
      return quoted(string);
    }
    if (value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Double number) {
      return decimal(number);
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value == None.NONE) {
      return "null";
    }
    if (value instanceof List<?> list && !(value instanceof View)) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(text(item, depth + 1)));
      return enclosed("[", items, "]", depth);
    }
    if (value instanceof Map<?, ?> map) {
      List<String> items = new ArrayList<>();
      entries(map)
          .forEach(
              entry ->
                  items.add(
                      key(entry.getKey()) + keySeparator + text(entry.getValue(), depth + 1)));
      return enclosed("{", items, "}", depth);
    }
    throw new JinjaException("filter tojson does not support " + Values.kind(value));
  }

  private List<Map.Entry<?, ?>> entries(Map<?, ?> map) {
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    if (sorted) {
      entries.sort((a, b) -> Comparison.order(a.getKey(), b.getKey()));
    }
    return entries;
  }

  private static String decimal(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    return PythonRepr.decimal(number);
  }

  private String key(Object key) {
    if (key instanceof Map || key instanceof List) {
      throw new JinjaException("filter tojson takes no " + Values.kind(key) + " as a key");
    }
    return key instanceof String text ? quoted(text) : quoted(text(key, 1));
  }

  private String enclosed(String open, List<String> items, String close, int depth) {
    if (indent.isEmpty() || items.isEmpty()) {
      return open + String.join(itemSeparator, items) + close;
    }
    String line = "\n" + indent.get().repeat(depth);
    String last = "\n" + indent.get().repeat(depth - 1);
    return open + line + String.join(itemSeparator + line, items) + last + close;
  }

  private String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        default -> {
          if (c < 0x20 || ascii && c > 0x7e) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
