package io.gradus.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Finds and parses configuration files. A driver that the cluster placed somewhere sees neither the
 * user's folders nor their working directory, so a file may be named in these ways:
 *
 * <ul>
 *   <li>{@code classpath:NAME}, one of {@code conf/} that the jar brings along;
 *   <li>a URI of Hadoop's file systems, {@code s3a://bucket/my.conf};
 *   <li>a local path;
 *   <li>the name of a file that spark-submit was given with {@code --files}.
 * </ul>
 *
 * <p>{@code include "other.conf"} is looked for beside the file that includes it.
 */
final class ConfigFiles {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /** Where Spark keeps what {@code --files} named, by kind of cluster. */
  private static final List<String> DISTRIBUTED = List.of("spark.files", "spark.yarn.dist.files");

  private ConfigFiles() {}

  static Config parse(String file, Properties properties) {
    if (file.isBlank()) {
      throw new ConfigException("CONF is empty, expected a configuration file");
    }
    try {
      if (file.startsWith("classpath:")) {
        return resource(file.substring("classpath:".length()));
      }
      if (URI.matcher(file).matches()) {
        return remote(file);
      }
      return local(file, properties);
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(Redaction.of(e.getMessage()));
    }
  }

  private static Config local(String file, Properties properties) {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new ConfigException(file + " is a folder, expected a configuration file");
    }
    if (Files.isRegularFile(path)) {
      return ConfigFactory.parseFile(path.toFile(), strict());
    }
    Path name = path.getFileName();
    boolean placed = properties.getProperty("spark.submit.deployMode", "").equals("cluster");
    if (placed && Files.isRegularFile(name)) {
      return ConfigFactory.parseFile(name.toFile(), strict());
    }
    Optional<String> sent = distributed(name.toString(), properties);
    if (sent.isPresent()) {
      return remote(sent.get());
    }
    throw new ConfigException(
        file
            + ": no such configuration file"
            + (placed
                ? "; the driver runs on the cluster, expected a URI that it can read,"
                    + " classpath:NAME, or the name of a file given with --files"
                : ""));
  }

  /** The URI under which {@code --files} has a file of that name. */
  private static Optional<String> distributed(String name, Properties properties) {
    return DISTRIBUTED.stream()
        .flatMap(key -> List.of(properties.getProperty(key, "").split(",")).stream())
        .map(String::strip)
        .filter(uri -> uri.substring(uri.lastIndexOf('/') + 1).equals(name))
        .findFirst();
  }

  static Config resource(String name) {
    return ConfigFactory.parseResources(
        ConfigFiles.class.getClassLoader(), Settings.RESOURCES + name, strict());
  }

  private static Config remote(String uri) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    return ConfigFactory.parseString(
        read(path),
        strict().setOriginDescription(path.toString()).setIncluder(new Siblings(path.getParent())));
  }

  private static String read(org.apache.hadoop.fs.Path path) {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw new ConfigException(path + ": no such configuration file");
    } catch (IOException e) {
      throw new ConfigException(
          Redaction.of(path + ": cannot be read: " + e.toString().lines().findFirst().orElse("")));
    }
  }

  private static ConfigParseOptions strict() {
    return ConfigParseOptions.defaults()
        .setAllowMissing(false)
        .setSyntax(ConfigSyntax.CONF)
        .setIncluder(new Existing(Optional.empty()));
  }

  /** Includes as usual, except that a file that does not exist is an error, not an empty one. */
  private record Existing(Optional<ConfigIncluder> usual) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return new Existing(Optional.of(usual.map(u -> u.withFallback(fallback)).orElse(fallback)));
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      ConfigObject found = usually(context, what);
      if (!found.isEmpty()) {
        return found;
      }
      // There is none for a file that is named without a folder: it is in the working directory.
      ConfigParseable named = context.relativeTo(what);
      try {
        return named == null
            ? ConfigFactory.parseFile(new File(what), strict()).root()
            : named.parse(named.options().setAllowMissing(false));
      } catch (com.typesafe.config.ConfigException.IO e) {
        throw new ConfigException("include \"%s\": no such configuration file".formatted(what));
      }
    }

    /** What the library finds, else empty: it throws only where {@code required} is said. */
    private ConfigObject usually(ConfigIncludeContext context, String what) {
      try {
        return usual
            .map(u -> u.include(context, what))
            .orElseGet(() -> ConfigFactory.empty().root());
      } catch (com.typesafe.config.ConfigException.IO e) {
        return ConfigFactory.empty().root();
      }
    }
  }

  /** Includes from the folder of the file that includes. */
  private record Siblings(org.apache.hadoop.fs.Path folder) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      return remote(new org.apache.hadoop.fs.Path(folder, what).toString()).root();
    }
  }
}
