package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as Python's {@code json.dumps(value, ensure_ascii=False)} spells it. */
final class JsonText {
  private final Optional<Integer> indent;

  private JsonText(Optional<Integer> indent) {
    this.indent = indent;
  }

  /** The filter tojson, of whose arguments only {@code indent} is supported. */
  static String of(Object value, Arguments arguments) {
    if (!arguments.positional().isEmpty()) {
      throw new JinjaException("filter tojson takes its arguments by name");
    }
    Optional<Object> indent = arguments.bind("indent").get(0);
    boolean none = indent.isEmpty() || indent.get() == None.NONE;
    return new JsonText(none ? Optional.empty() : Optional.of(arguments.integer(indent)))
        .text(value, 1);
  }

  private String text(Object value, int depth) {
    if (value instanceof String string) {
      return quoted(string);
    }
    if (value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value == None.NONE) {
      return "null";
    }
    if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(text(item, depth + 1)));
      return enclosed("[", items, "]", depth);
    }
    if (value instanceof Map<?, ?> map) {
      List<String> items = new ArrayList<>();
      map.forEach((key, item) -> items.add(key(key) + ": " + text(item, depth + 1)));
      return enclosed("{", items, "}", depth);
    }
    throw new JinjaException("filter tojson does not support " + Values.kind(value));
  }

  private static String key(Object key) {
    if (key instanceof String text) {
      return quoted(text);
    }
    throw new JinjaException("filter tojson takes strings as keys, found " + Values.kind(key));
  }

  private String enclosed(String open, List<String> items, String close, int depth) {
    if (indent.isEmpty() || items.isEmpty()) {
      return open + String.join(", ", items) + close;
    }
    String line = "\n" + " ".repeat(indent.get() * depth);
    String last = "\n" + " ".repeat(indent.get() * (depth - 1));
    return open + line + String.join("," + line, items) + last + close;
  }

  private static String quoted(String text) {
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
          if (c < 0x20) {
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
