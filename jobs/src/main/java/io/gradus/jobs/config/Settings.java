package io.gradus.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * All settings, and the one place that knows where they come from: the command line ({@code
 * key=value}) before the configuration file before Spark's configuration ({@code spark.gradus.key},
 * which spark-submit hands over as system properties) before {@code conf/reference.conf}, the list
 * of all keys with their defaults.
 */
public final class Settings {
  /** Where the files of {@code conf/} lie on the class path. */
  public static final String RESOURCES = "gradus/conf/";

  /** The block that describes a grid of runs and is no part of any of them. */
  static final String STUDY = "study";

  private static final String REFERENCE = "reference.conf";

  private static final String COMMAND_LINE = "command line";

  /** Stands before the name of an option in what is said of a value's origin. */
  private static final String OPTION = "option ";

  private static final String SPARK_PREFIX = "spark.gradus.";

  /** Blocks whose keys are the user's own. */
  private static final Set<String> OPEN =
      Set.of(
          "reward.options",
          "problems.prompt.template-options",
          "model.pretrain.corpus.operators",
          STUDY + ".axes",
          STUDY + ".shapes",
          STUDY + ".defaults",
          STUDY + ".grid");

  private final String name;
  private final ConfigObject values;

  private Settings(String name, ConfigObject values) {
    this.name = name;
    this.values = values;
  }

  /**
   * Settings of a configuration file.
   *
   * @param file a local path, a URI, {@code classpath:NAME} for one that Gradus brings along (the
   *     files of {@code conf/}), or the name of one that {@code --files} has sent
   * @param overrides {@code key=value} pairs of the command line
   * @throws ConfigException if the file or a pair cannot be read, or a key is unknown
   */
  public static Settings load(String file, List<String> overrides) {
    return layer(
        baseName(file),
        ConfigFiles.parse(file, System.getProperties()),
        overrides,
        System.getProperties());
  }

  /**
   * A setting that an option of a command stands for.
   *
   * @param option as errors name it, {@code --top-p}
   * @param key the setting
   * @param value what was given
   */
  public record Option(String option, String key, String value) {}

  /** Settings of a command that takes no configuration file. */
  public static Settings ofCommandLine(String name, List<String> overrides) {
    return ofCommandLine(name, List.of(), overrides);
  }

  /**
   * Settings of a command that takes no configuration file.
   *
   * @param options of the command, which {@code overrides} go before
   */
  public static Settings ofCommandLine(String name, List<Option> options, List<String> overrides) {
    Config given = ConfigFactory.empty();
    for (Option option : options) {
      given = value(option.key(), option.value(), OPTION + option.option()).withFallback(given);
    }
    return layer(name, given, overrides, System.getProperties());
  }

  static Settings layer(String name, Config file, List<String> overrides, Properties properties) {
    Config written = ConfigFiles.resource(REFERENCE);
    Config reference = SharedDefaults.writtenOut(written);
    Config given = commandLine(overrides).withFallback(file).withFallback(spark(properties));
    refuseUnknown(given.root(), reference.withFallback(written).root(), "");
    try {
      Config all = given.withFallback(reference).resolve(ConfigResolveOptions.defaults());
      if (all.hasPath(SharedDefaults.SOURCE)) {
        all = SharedDefaults.writtenOut(given.resolveWith(all)).withFallback(reference);
      }
      refuseLogins(all);
      return new Settings(name, all.root());
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  /** The configuration's name: that of its file without folder and ending. */
  public String name() {
    return name;
  }

  Section root() {
    return new Section(values, "");
  }

  /**
   * Refuses settings of the command line that a command takes no notice of.
   *
   * @param command its name
   * @param used keys and blocks that it uses
   * @throws ConfigException naming the first other key
   */
  public void requireUsed(String command, List<String> used) {
    for (Map.Entry<String, ConfigValue> leaf : values.toConfig().entrySet()) {
      String key = leaf.getKey();
      boolean known =
          used.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + "."));
      if (!known && isOfCommandLine(leaf.getValue())) {
        throw new ConfigException(
            "%s%s is not used by %s, expected some of %s"
                .formatted(place(leaf.getValue()), key, command, String.join(", ", used)));
      }
    }
  }

  /**
   * These settings with some of them replaced, wherever they came from.
   *
   * @throws ConfigException if a key is unknown
   */
  Settings with(ConfigObject replacements) {
    Config known = ConfigFiles.resource(REFERENCE);
    ConfigObject shared =
        known.getObject(SharedDefaults.SOURCE).atPath(SharedDefaults.SOURCE).root();
    refuseUnknown(replacements, values.withoutKey(STUDY).withFallback(shared), "");
    ConfigObject written = SharedDefaults.writtenOut(replacements.toConfig()).root();
    return new Settings(name, written.withFallback(values));
  }

  /**
   * Every setting of a run, on one line of JSON with keys in order: the same settings give the same
   * text. Credentials are left out of it.
   */
  public String toJson() {
    return Redaction.of(values.withoutKey(STUDY)).render(ConfigRenderOptions.concise());
  }

  /**
   * Every setting of a {@linkplain #toJson recorded configuration} as text by full key, in the
   * order of keys; lists are one value each.
   */
  public static Map<String, String> flatten(String json) {
    Map<String, String> flat = new TreeMap<>();
    flatten(ConfigFactory.parseString(json).root(), "", flat);
    return flat;
  }

  private static void flatten(ConfigObject object, String path, Map<String, String> flat) {
    object.forEach(
        (key, value) -> {
          String full = path.isEmpty() ? key : path + "." + key;
          if (value instanceof ConfigObject inner) {
            flatten(inner, full, flat);
          } else {
            // Quotes go, so that 1 in a file and "1" of the command line are the same setting.
            boolean list = value.valueType() == ConfigValueType.LIST;
            flat.put(
                full,
                list
                    ? value.render(ConfigRenderOptions.concise())
                    : String.valueOf(value.unwrapped()));
          }
        });
  }

  /** Every default as {@link #flatten} shows it. */
  public static Map<String, String> defaults() {
    return flatten(reference().render(ConfigRenderOptions.concise()));
  }

  /**
   * Every key with its default, the comment above it and the line of the file that it stands on.
   */
  public static ConfigObject reference() {
    return SharedDefaults.writtenOut(ConfigFiles.resource(REFERENCE)).root();
  }

  private static Config commandLine(List<String> overrides) {
    Config config = ConfigFactory.empty();
    for (String pair : overrides) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new ConfigException(COMMAND_LINE + ": \"" + pair + "\", expected key=value");
      }
      config =
          value(pair.substring(0, equals), pair.substring(equals + 1), COMMAND_LINE)
              .withFallback(config);
    }
    return config;
  }

  private static Config spark(Properties properties) {
    Config config = ConfigFactory.empty();
    for (String property : new java.util.TreeSet<>(properties.stringPropertyNames())) {
      if (property.startsWith(SPARK_PREFIX)) {
        String key = property.substring(SPARK_PREFIX.length());
        config =
            config.withFallback(value(key, properties.getProperty(property), "--conf " + property));
      }
    }
    return config;
  }

  /**
   * One setting from outside a file: lists, blocks, quoted texts and null as in a file, all else as
   * it is.
   */
  private static Config value(String key, String text, String place) {
    String trimmed = text.strip();
    boolean structured =
        trimmed.startsWith("[")
            || trimmed.startsWith("{")
            || trimmed.startsWith("\"")
            || trimmed.equals("null");
    try {
      if (structured) {
        return ConfigFactory.parseString(
            key + "=" + trimmed, ConfigParseOptions.defaults().setOriginDescription(place));
      }
      // Blocks get the place too, for errors about one of their keys that only a block shows.
      List<String> path = ConfigUtil.splitPath(key);
      Object nested = ConfigValueFactory.fromAnyRef(text, place);
      for (int i = path.size() - 1; i >= 0; i--) {
        nested = ConfigValueFactory.fromMap(Map.of(path.get(i), nested), place);
      }
      return ((ConfigObject) nested).toConfig();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(place + ": \"" + key + "=" + text + "\", expected key=value");
    }
  }

  /** Refuses passwords in addresses: settings are recorded, and URIs end up in messages. */
  private static void refuseLogins(Config all) {
    all.entrySet()
        .forEach(
            entry -> {
              String text = String.valueOf(entry.getValue().unwrapped());
              if (Redaction.hasLogin(text)) {
                throw new ConfigException(
                    place(entry.getValue())
                        + entry.getKey()
                        + " = "
                        + Redaction.of(text)
                        + ", expected no user and password in an address; object stores take theirs"
                        + " from spark.hadoop.fs.s3a.access.key and .secret.key, the environment or"
                        + " the machine");
              }
            });
  }

  /** Refuses keys that the reference does not have. */
  static void refuseUnknown(ConfigObject given, ConfigObject reference, String path) {
    given.forEach(
        (key, value) -> {
          String full = path.isEmpty() ? key : path + "." + key;
          if (!reference.containsKey(key)) {
            throw new ConfigException(
                place(value)
                    + "unknown key "
                    + full
                    + closest(key, reference.keySet())
                    + "; conf/reference.conf lists all keys");
          }
          if (value instanceof ConfigObject inner
              && reference.get(key) instanceof ConfigObject known
              && !isOpen(full)) {
            refuseUnknown(inner, known, full);
          }
        });
  }

  /** Whether the keys of a block are the user's own. */
  static boolean isOpen(String path) {
    return OPEN.contains(path);
  }

  private static String closest(String key, Set<String> known) {
    return known.stream()
        .filter(k -> plain(k).equals(plain(key)) || k.contains(key) || key.contains(k))
        .sorted()
        .findFirst()
        .map(k -> " (is " + k + " meant?)")
        .orElse("");
  }

  private static String plain(String key) {
    return key.replaceAll("[-_.]", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** The option that a value was given by; empty if it was given otherwise. */
  static Optional<String> option(ConfigValue value) {
    String described = value.origin().description();
    return described.startsWith(OPTION)
        ? Optional.of(described.substring(OPTION.length()))
        : Optional.empty();
  }

  /** Whether nobody gave a value, so that it is the default. */
  static boolean isDefault(ConfigValue value) {
    return value.origin().description().contains(REFERENCE);
  }

  static boolean isOfCommandLine(ConfigValue value) {
    return value.origin().description().startsWith(COMMAND_LINE);
  }

  /** Where a value was written, ready to stand before an error; empty for a default. */
  static String place(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    String line = origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "";
    String file =
        origin.filename() != null
            ? origin.filename()
            : origin.resource() != null ? origin.resource() : "";
    if (!file.isEmpty()) {
      return file + line + ": ";
    }
    if (origin.description().startsWith("merge of ")) {
      return ""; // A block of several places.
    }
    String described = origin.description().replaceFirst(": \\d+$", "");
    boolean uri = described.contains(":/");
    return described + (uri ? line : "") + ": ";
  }

  private static String baseName(String file) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf(':')) + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
