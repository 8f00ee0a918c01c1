package io.gradus.datasets.importing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Typed access to the options of an import, with errors that name the option. */
final class ImportOptions {

  private final SourceKind kind;
  private final Map<String, String> options;

  ImportOptions(SourceKind kind, Map<String, String> options, Set<String> known) {
    this.kind = kind;
    this.options = options;
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Source %s: unknown option %s, expected some of %s."
              .formatted(kind, String.join(", ", unknown), new TreeSet<>(known)));
    }
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** An option that may not be blank. */
  Optional<String> name(String name) {
    Optional<String> value = text(name);
    if (value.isPresent() && value.get().isBlank()) {
      throw invalid(name, "a word");
    }
    return value;
  }

  int integer(String name, int otherwise, int least) {
    int value = parse(name, Integer::valueOf, "a whole number").orElse(otherwise);
    if (value < least) {
      throw invalid(name, "%d or more".formatted(least));
    }
    return value;
  }

  long longInteger(String name, long otherwise) {
    return parse(name, Long::valueOf, "a whole number").orElse(otherwise);
  }

  List<String> list(String name) {
    return text(name)
        .map(v -> Arrays.stream(v.split(",")).map(String::trim).toList())
        .orElse(List.of());
  }

  String oneOf(String name, String otherwise, List<String> choices) {
    String value = text(name).orElse(otherwise);
    if (!choices.contains(value)) {
      throw invalid(name, "one of " + String.join(", ", choices));
    }
    return value;
  }

  private <T> Optional<T> parse(String name, Function<String, T> parser, String expected) {
    try {
      return text(name).map(String::trim).map(parser);
    } catch (NumberFormatException e) {
      throw invalid(name, expected);
    }
  }

  private IllegalArgumentException invalid(String name, String expected) {
    return new IllegalArgumentException(
        "Source %s: option %s = '%s', expected %s."
            .formatted(kind, name, options.get(name), expected));
  }
}
