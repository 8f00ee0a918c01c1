package io.gradus.jobs.cli;

import io.gradus.jobs.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"gradus " + Version.current()};
  }
}
