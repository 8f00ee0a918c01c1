package io.gradus.jobs.cli;

import io.gradus.analysis.curves.KeyChoice;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which family, variant and benchmark of several are meant. */
final class KeyOptions {
  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Model family. plan needs it where the curves have several.")
  Optional<String> family;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "base or instruct. Default: plan takes what has more points, forecast all.")
  Optional<String> variant;

  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      description = "Held-out set. Default: plan takes the one with most points, forecast all.")
  Optional<String> benchmark;

  KeyChoice choice() {
    return new KeyChoice(family, variant, benchmark);
  }
}
