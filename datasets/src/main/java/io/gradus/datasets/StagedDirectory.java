package io.gradus.datasets;

import io.gradus.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * Makes a directory appear whole or not at all: it is filled under a name beside it that begins
 * with an underscore, which Spark ignores, and then renamed. Object stores have no rename, only a
 * copy; there it is filled in place, a failure deletes what was written, and a crash can leave a
 * part. What a killed process has left beside a directory on a local disk is deleted when the next
 * one makes it.
 */
public final class StagedDirectory {
  /** File systems that rename a directory at once. */
  private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs");

  /** Fills the directory it is given, which does not exist yet when called. */
  @FunctionalInterface
  public interface Filler {
    /** Writes everything under the given path. */
    void fill(String staging) throws IOException;
  }

  private StagedDirectory() {}

  /**
   * Fills and publishes a directory.
   *
   * @throws IllegalArgumentException when the path holds something, before anything is written
   */
  public static void write(Configuration hadoop, String path, Filler filler) {
    try {
      Path target = new Path(path);
      FileContext files = FileContext.getFileContext(target.toUri(), hadoop);
      Path absolute = files.makeQualified(target);
      requireAbsent(files, absolute, path);
      boolean renames = renames(absolute.toUri().getScheme());
      Path staging =
          renames
              ? new Path(absolute.getParent(), "_" + absolute.getName() + "." + UUID.randomUUID())
              : absolute;
      boolean local = absolute.toUri().getScheme().equals("file");
      Optional<StagingLock> lock = Optional.empty();
      boolean published = false;
      try {
        if (local) {
          StagingLock.clear(java.nio.file.Path.of(absolute.toUri().getPath()));
          lock = StagingLock.of(java.nio.file.Path.of(staging.toUri().getPath()));
        }
        filler.fill(staging.toString());
        if (local) {
          Folders.forceAll(java.nio.file.Path.of(staging.toUri().getPath()));
        }
        if (renames) {
          files.rename(staging, absolute, Rename.OVERWRITE); // replaces an empty directory only
        }
        if (local) {
          Folders.force(java.nio.file.Path.of(absolute.toUri().getPath()).getParent());
        }
        published = true;
      } finally {
        if (!published) {
          files.delete(staging, true);
        }
        if (lock.isPresent()) {
          lock.get().close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: cannot be written: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Whether file systems of a scheme move a directory at once, rather than copy what is in it. */
  public static boolean renames(String scheme) {
    return RENAMING.contains(scheme);
  }

  /**
   * Refuses a path that holds something; an empty directory will do.
   *
   * @throws IllegalArgumentException when it does
   */
  public static void requireAbsent(Configuration hadoop, String path) {
    try {
      Path target = new Path(path);
      requireAbsent(FileContext.getFileContext(target.toUri(), hadoop), target, path);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void requireAbsent(FileContext files, Path target, String path)
      throws IOException {
    if (files.util().exists(target)
        && (files.getFileStatus(target).isFile() || files.util().listStatus(target).length > 0)) {
      throw new IllegalArgumentException(
          "%s already exists; expected a new or empty directory (nothing is overwritten)."
              .formatted(path));
    }
  }
}
