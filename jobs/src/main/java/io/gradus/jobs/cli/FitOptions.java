package io.gradus.jobs.cli;

import io.gradus.analysis.compare.StudySettings;
import picocli.CommandLine.Option;

/** How laws are fitted. */
final class FitOptions {
  private static final int MOST_REPLICATES = 1_000_000;

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "Bootstrap replicates of each fit. Default: 1000.")
  int replicates = StudySettings.DEFAULT.replicates();

  @Option(names = "--seed", description = "Seed of starts and replicates: same seed, same result.")
  long seed = StudySettings.DEFAULT.seed();

  StudySettings settings() {
    if (replicates < 0 || replicates > MOST_REPLICATES) {
      throw new IllegalArgumentException(
          "--replicates = %d, expected from 0 to %d".formatted(replicates, MOST_REPLICATES));
    }
    StudySettings defaults = StudySettings.DEFAULT;
    return new StudySettings(
        defaults.axes(),
        defaults.laws(),
        replicates,
        Math.min(replicates, defaults.splitReplicates()),
        defaults.level(),
        seed);
  }
}
