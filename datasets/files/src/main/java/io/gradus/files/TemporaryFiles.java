package io.gradus.files;

import java.nio.file.Path;

/** Where temporary files go. */
public final class TemporaryFiles {
  /** System property that names the machine's folder, once a process has one of its own. */
  public static final String SHARED = "gradus.shared.tmpdir";

  private TemporaryFiles() {}

  /** The machine's folder of temporary files, which outlives this process. */
  public static Path shared() {
    return Path.of(System.getProperty(SHARED, System.getProperty("java.io.tmpdir")));
  }
}
