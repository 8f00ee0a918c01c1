package io.gradus.jobs.policy;

import io.gradus.files.Folders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary local folder that is gone, with all it holds, when it is closed. */
public final class ScratchFolder implements Closeable {
  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  public static ScratchFolder create(String purpose) throws IOException {
    return new ScratchFolder(Files.createTempDirectory("gradus-" + purpose));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Folders.delete(path);
  }
}
