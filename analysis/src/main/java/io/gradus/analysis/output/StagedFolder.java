package io.gradus.analysis.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that is filled under a name beside its own, which Spark does not read, and appears at
 * {@link #commit}. What was there under the names that were written is replaced then, all else
 * stays. Closed without a commit, nothing has changed.
 *
 * <p>Object stores have no rename, only a copy: there everything is written in place, and a failure
 * leaves a part.
 */
public final class StagedFolder implements Closeable {
  private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs");
  private static final String TABLE_MARK = "_SUCCESS";

  private final FileSystem fs;
  private final Path target;
  private final Path staging;

  private StagedFolder(FileSystem fs, Path target, Path staging) {
    this.fs = fs;
    this.target = target;
    this.staging = staging;
  }

  /**
   * Begins a folder.
   *
   * @throws IllegalArgumentException if there is a file of that name
   */
  public static StagedFolder begin(Configuration conf, String location) {
    try {
      FileSystem fs = new Path(location).getFileSystem(conf);
      Path target = fs.makeQualified(new Path(location));
      // Local files would get a hidden .crc companion each.
      fs.setWriteChecksum(false);
      if (fs.exists(target) && fs.getFileStatus(target).isFile()) {
        throw new IllegalArgumentException(location + " is a file, expected a folder");
      }
      boolean renames = RENAMING.contains(target.toUri().getScheme()) && target.getParent() != null;
      return new StagedFolder(
          fs,
          target,
          renames
              ? new Path(target.getParent(), "_" + target.getName() + "." + UUID.randomUUID())
              : target);
    } catch (IOException e) {
      throw new UncheckedIOException(location + " cannot be opened", e);
    }
  }

  /** Where the folder itself goes until it is whole. */
  public String path() {
    return staging.toString();
  }

  /** Where a file or table of the folder goes until it is whole. */
  public String path(String name) {
    return new Path(staging, name).toString();
  }

  /** Where a file or table of the folder is after the commit. */
  public String finalPath(String name) {
    return new Path(target, name).toString();
  }

  /** Writes a file. */
  public void write(String name, byte[] bytes) {
    try (OutputStream out = fs.create(new Path(staging, name), true)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(finalPath(name) + " cannot be written", e);
    }
  }

  /** Writes a text file in UTF-8. */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether a table may be replaced: there is nothing of that name in the folder, or an empty
   * folder, or what Spark writes.
   */
  public boolean isReplaceable(String name) {
    return isTable(new Path(target, name));
  }

  /** As {@link #isReplaceable(String)}, of the folder itself. */
  public boolean isReplaceable() {
    return isTable(target);
  }

  /** Whether there is no folder yet, or nothing in it. */
  public boolean isEmpty() {
    try {
      return !fs.exists(target) || fs.listStatus(target).length == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be looked at", e);
    }
  }

  private boolean isTable(Path path) {
    try {
      if (!fs.exists(path)) {
        return true;
      }
      if (fs.getFileStatus(path).isFile()) {
        return false;
      }
      for (FileStatus child : fs.listStatus(path)) {
        boolean ofSpark =
            child.isFile()
                && child.getPath().getName().matches("part-.*|\\.part-.*|\\.?_SUCCESS.*");
        if (!ofSpark) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be looked at", e);
    }
  }

  /** Makes everything that was written appear, each thing in place of what was there. */
  public void commit() {
    if (staging.equals(target)) {
      return;
    }
    try {
      if (isWholeTable(staging) || !fs.exists(target)) {
        replace(staging, target);
      } else {
        merge(staging, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be written", e);
    }
  }

  private boolean isWholeTable(Path folder) throws IOException {
    return fs.exists(new Path(folder, TABLE_MARK));
  }

  private void merge(Path from, Path to) throws IOException {
    List<FileStatus> children = new ArrayList<>(List.of(fs.listStatus(from)));
    children.sort(Comparator.comparing(FileStatus::getPath));
    for (FileStatus child : children) {
      Path place = new Path(to, child.getPath().getName());
      boolean folders =
          child.isDirectory() && fs.exists(place) && fs.getFileStatus(place).isDirectory();
      if (folders && !isWholeTable(child.getPath())) {
        merge(child.getPath(), place);
      } else {
        replace(child.getPath(), place);
      }
    }
  }

  /** Moves to a place; what was there is moved aside first, and back if that fails. */
  private void replace(Path from, Path to) throws IOException {
    Path aside = new Path(to.getParent(), "_" + to.getName() + "." + UUID.randomUUID());
    boolean old = fs.exists(to);
    if (old) {
      rename(to, aside);
    }
    boolean moved = false;
    try {
      fs.mkdirs(to.getParent());
      rename(from, to);
      moved = true;
    } finally {
      if (old && !moved) {
        rename(aside, to);
      }
    }
    if (old) {
      fs.delete(aside, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("%s cannot be renamed to %s".formatted(from, to));
    }
  }

  @Override
  public void close() {
    try {
      if (!staging.equals(target)) {
        fs.delete(staging, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(staging + " cannot be deleted", e);
    }
  }
}
