package io.gradus.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadValue;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * One block of settings, read with types and ranges. Every key asked for exists, if only as {@code
 * null}, because the reference file has it; whatever does not fit is a {@link ConfigException} that
 * names key, place, value and expectation.
 */
final class Section {
  private static final Comparator<String> NATURAL =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final ConfigObject values;
  private final String path;

  Section(ConfigObject values, String path) {
    this.values = values;
    this.path = path;
  }

  /** The full name of a key of this block, as a user would write it. */
  String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  Section child(String key) {
    ConfigValue value = required(key, "a block { … }");
    if (value instanceof ConfigObject object) {
      return new Section(object, name(key));
    }
    throw wrong(key, "a block { … }");
  }

  /** The keys of this block that have a value, short ones first, so that numbers rise. */
  List<String> keys() {
    return values.keySet().stream().filter(this::isGiven).sorted(NATURAL).toList();
  }

  /**
   * The blocks of a block, by name; each takes from the block {@code defaults} what it leaves out.
   */
  Map<String, Section> named(String key, String defaults) {
    ConfigObject fallback = child(defaults).values;
    Section block = child(key);
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String name : block.keys()) {
      Section given = block.child(name);
      Settings.refuseUnknown(given.values, fallback, given.path);
      sections.put(name, new Section(given.values.withFallback(fallback), given.path));
    }
    return sections;
  }

  /** The blocks of a list; each takes from the block {@code defaults} what it leaves out. */
  List<Section> children(String key, String defaults) {
    ConfigObject fallback = child(defaults).values;
    List<Section> sections = new ArrayList<>();
    for (ConfigValue element : list(key, "a list of blocks [ { … }, … ]")) {
      if (!(element instanceof ConfigObject object)) {
        throw wrong(key, "a list of blocks [ { … }, … ]");
      }
      String where = name(key) + "[" + sections.size() + "]";
      if (!Settings.isOpen(name(defaults))) {
        Settings.refuseUnknown(object, fallback, where);
      }
      sections.add(new Section(object.withFallback(fallback), where));
    }
    return List.copyOf(sections);
  }

  boolean isGiven(String key) {
    ConfigValue value = values.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** How a value was given, by option or by its full name; empty if it is the default. */
  Optional<String> givenAs(String key) {
    ConfigValue value = values.get(key);
    return isGiven(key) && !Settings.isDefault(value)
        ? Settings.option(value).or(() -> Optional.of(name(key)))
        : Optional.empty();
  }

  String text(String key) {
    return scalar(key, "a text");
  }

  private String scalar(String key, String expected) {
    ConfigValue value = required(key, expected);
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
      default -> throw wrong(key, expected.strip());
    };
  }

  /** A text that says something. */
  String name(String key, String expected) {
    String text = scalar(key, expected);
    if (text.isBlank()) {
      throw wrong(key, expected);
    }
    return text;
  }

  /** A text that says something, if one is given. */
  Optional<String> optionalText(String key) {
    return isGiven(key)
        ? Optional.of(name(key, "a text that is not empty, or null"))
        : Optional.empty();
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String words =
        Arrays.stream(type.getEnumConstants()).map(Section::word).collect(Collectors.joining(", "));
    String found = scalar(key, "one of " + words);
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(found)) {
        return constant;
      }
    }
    throw wrong(key, "one of " + words);
  }

  /** How a constant is written in a configuration file: {@code TOKEN_MEAN} is token-mean. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  int integer(String key, Bound bound) {
    String expected = "a whole number " + bound.words();
    long value = whole(key, bound, expected);
    if (value != (int) value) {
      throw wrong(key, expected + " and at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  long whole(String key, Bound bound) {
    return whole(key, bound, "a whole number " + bound.words());
  }

  private long whole(String key, Bound bound, String expected) {
    try {
      long value = Long.parseLong(scalar(key, expected));
      if (bound.accepts().test(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below like a value out of range.
    }
    throw wrong(key, expected.strip());
  }

  OptionalInt optionalInteger(String key, Bound bound) {
    return isGiven(key) ? OptionalInt.of(integer(key, bound)) : OptionalInt.empty();
  }

  OptionalLong optionalWhole(String key, Bound bound) {
    return isGiven(key) ? OptionalLong.of(whole(key, bound)) : OptionalLong.empty();
  }

  double number(String key, Bound bound) {
    String expected = "a number " + bound.words();
    required(key, expected);
    return number(key, values.get(key), bound, expected);
  }

  private double number(String key, ConfigValue found, Bound bound, String expected) {
    try {
      double value = Double.parseDouble(String.valueOf(found.unwrapped()));
      if (Double.isFinite(value) && bound.accepts().test(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below like a value out of range.
    }
    throw wrong(key, expected.strip());
  }

  List<Double> numbers(String key, int size, Bound bound) {
    String expected = "a list of " + size + " numbers, each " + bound.words();
    List<Double> numbers = new ArrayList<>();
    for (ConfigValue element : list(key, expected)) {
      numbers.add(number(key, element, bound, expected));
    }
    if (numbers.size() != size) {
      throw wrong(key, expected);
    }
    return List.copyOf(numbers);
  }

  List<Integer> integers(String key, Bound bound) {
    String expected = "a list of whole numbers, each " + bound.words();
    List<Integer> integers = new ArrayList<>();
    for (ConfigValue element : list(key, expected)) {
      double value = number(key, element, bound, expected);
      if (value != (int) value) {
        throw wrong(key, expected);
      }
      integers.add((int) value);
    }
    return List.copyOf(integers);
  }

  List<String> texts(String key) {
    String expected = "a list of at least one text";
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : list(key, expected)) {
      if (element.valueType() != ConfigValueType.STRING) {
        throw wrong(key, expected);
      }
      texts.add((String) element.unwrapped());
    }
    if (texts.isEmpty()) {
      throw wrong(key, expected);
    }
    return List.copyOf(texts);
  }

  /** A list of at least one text or number, each as it would be written as a key. */
  List<String> words(String key) {
    String expected = "a list of at least one name";
    List<String> words = new ArrayList<>();
    for (ConfigValue element : list(key, expected)) {
      switch (element.valueType()) {
        case STRING, NUMBER, BOOLEAN -> words.add(String.valueOf(element.unwrapped()));
        default -> throw wrong(key, expected);
      }
    }
    if (words.isEmpty()) {
      throw wrong(key, expected);
    }
    return List.copyOf(words);
  }

  long bytes(String key) {
    String expected = "a size in bytes such as 64m";
    scalar(key, expected);
    try {
      return config().getBytes(ConfigUtil.joinPath(key));
    } catch (BadValue e) {
      throw wrong(key, expected);
    }
  }

  /** A block with names of the user's own, in the order of the names. */
  Map<String, Double> weights(String key) {
    String expected = "weights by name, for instance { \"+\" = 6, \"-\" = 3 }, each greater than 0";
    Map<String, Double> weights = new LinkedHashMap<>();
    child(key).values.entrySet().stream()
        .filter(e -> e.getValue().valueType() != ConfigValueType.NULL)
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> weights.put(e.getKey(), number(key, e.getValue(), Bound.POSITIVE, expected)));
    if (weights.isEmpty()) {
      throw wrong(key, expected);
    }
    return weights;
  }

  /**
   * A block with names of the user's own and values of any kind. Of the command line all values are
   * texts, so {@code true}, {@code false} and numbers are taken for what they look like.
   */
  Map<String, Object> values(String key) {
    Map<String, Object> found = new LinkedHashMap<>();
    child(key).values.entrySet().stream()
        .filter(e -> e.getValue().valueType() != ConfigValueType.NULL)
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> found.put(e.getKey(), plain(e.getValue().unwrapped())));
    return found;
  }

  private static Object plain(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.matches("-?\\d{1,18}")) {
      return Long.valueOf(text);
    }
    return text.matches("-?\\d+\\.\\d+") ? Double.valueOf(text) : text;
  }

  Config config() {
    return values.toConfig();
  }

  /** The error for a setting that was found as it is but is no use. */
  ConfigException wrong(String key, String expected) {
    ConfigValue value = values.get(key);
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      return new ConfigException(
          name(key)
              + " is not set; expected "
              + expected
              + " (in the file, or as "
              + name(key)
              + "=…)");
    }
    Optional<String> option = Settings.option(value);
    if (option.isPresent()) {
      return new ConfigException(
          "%s = %s, expected %s".formatted(option.get(), value.unwrapped(), expected));
    }
    String shown = value.render(ConfigRenderOptions.concise());
    return new ConfigException(
        Settings.place(value) + name(key) + " = " + shown + ", expected " + expected);
  }

  /** The error for a setting of which a room said what is wrong, naming the key itself. */
  ConfigException refused(String key, String message) {
    ConfigValue value = values.get(key);
    return new ConfigException((value == null ? "" : Settings.place(value)) + message);
  }

  private ConfigValue required(String key, String expected) {
    ConfigValue value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      throw new IllegalStateException(name(key) + " is missing from reference.conf");
    }
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      throw wrong(key, expected.strip());
    }
    return value;
  }

  private ConfigList list(String key, String expected) {
    if (required(key, expected) instanceof ConfigList list) {
      return list;
    }
    throw wrong(key, expected);
  }
}
