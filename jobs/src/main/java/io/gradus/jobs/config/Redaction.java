package io.gradus.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Keeps credentials out of what is printed and recorded: values of settings that are named like
 * one, passwords in URIs, signatures of presigned addresses, and the keys that this process was
 * given for object stores, wherever they turn up.
 */
public final class Redaction {
  /** What stands in the place of a credential. */
  public static final String MARK = "(redacted)";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)secret|passw|credential|(access|api|account|private|encryption)[-_.]?key|(^|[-_.])token$");

  /** User and password before a host; a secret key of S3 may have slashes in it. */
  private static final Pattern LOGIN =
      Pattern.compile("\\b((?:s3[an]?|https?|hdfs|ftp)://)[^\\s/:@\"']+:[^\\s@\"']*@");

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature|sig|(?:access_)?token)=)[^&\\s\"']+");

  private static final List<String> VARIABLES =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "MLFLOW_TRACKING_TOKEN",
          "MLFLOW_TRACKING_PASSWORD");

  /** Shorter values would be found in innocent places. */
  private static final int SHORTEST_KEY = 8;

  private Redaction() {}

  /** The text without credentials. */
  public static String of(String text) {
    return of(text, keys(System.getProperties(), System.getenv()));
  }

  static String of(String text, List<String> keys) {
    String clean = LOGIN.matcher(text).replaceAll("$1" + MARK + "@");
    clean = SIGNATURE.matcher(clean).replaceAll("$1" + MARK);
    for (String key : keys) {
      clean = clean.replace(key, MARK);
    }
    return clean;
  }

  /** Whether a text has a user and password for a host in it. */
  static boolean hasLogin(String text) {
    return LOGIN.matcher(text).find();
  }

  /** Credentials among Spark's settings and the environment, longest first. */
  static List<String> keys(Properties properties, Map<String, String> environment) {
    List<String> keys = new ArrayList<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("spark.") && SECRET_NAME.matcher(name).find()) {
        keys.add(properties.getProperty(name));
      }
    }
    VARIABLES.stream().filter(environment::containsKey).map(environment::get).forEach(keys::add);
    keys.removeIf(key -> key.length() < SHORTEST_KEY);
    keys.sort(Comparator.comparing(String::length).reversed());
    return keys;
  }

  /** The same settings, with {@link #MARK} for every credential. */
  static ConfigObject of(ConfigObject settings) {
    ConfigObject clean = settings;
    for (Map.Entry<String, ConfigValue> entry : settings.entrySet()) {
      boolean secret =
          SECRET_NAME.matcher(entry.getKey()).find()
              && entry.getValue().valueType() != ConfigValueType.NULL
              && !(entry.getValue() instanceof ConfigObject);
      clean =
          clean.withValue(
              entry.getKey(),
              secret ? ConfigValueFactory.fromAnyRef(MARK) : value(entry.getValue()));
    }
    return clean;
  }

  private static ConfigValue value(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return of(object);
    }
    if (value instanceof ConfigList list) {
      return ConfigValueFactory.fromIterable(list.stream().map(Redaction::value).toList());
    }
    if (value.valueType() == ConfigValueType.STRING) {
      String text = (String) value.unwrapped();
      String clean = of(text);
      return clean.equals(text) ? value : ConfigValueFactory.fromAnyRef(clean);
    }
    return value;
  }
}
