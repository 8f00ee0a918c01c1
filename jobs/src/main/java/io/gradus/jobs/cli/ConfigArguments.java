package io.gradus.jobs.cli;

import io.gradus.jobs.config.Settings;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A configuration file, and settings that go before it. */
final class ConfigArguments {
  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description = "Configuration file; conf/reference.conf lists all settings.")
  String file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that override those of the file.")
  List<String> overrides = List.of();

  Settings load() {
    return Settings.load(file, overrides);
  }
}
