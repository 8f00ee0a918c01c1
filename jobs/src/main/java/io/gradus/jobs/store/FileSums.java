package io.gradus.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What the files of a table must be, wherever tasks read them. A process reads a file for its sum
 * once, and again when size or time of the file have changed.
 *
 * <p>What was seen is kept for one opening of the store only, and in memory: a disk that loses a
 * bit changes neither size nor time, so that a sum from yesterday says nothing of today.
 */
final class FileSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** Bounds what a long-lived executor remembers. */
  private static final int REMEMBERED = 200_000;

  private static final Map<Seen, Boolean> SEEN =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  private final UUID opening;
  private final String root;
  private final HashMap<String, CommittedFile> files = new HashMap<>();

  /** A file that had the recorded sum. */
  private record Seen(UUID opening, String path, long bytes, long time) implements Serializable {}

  /**
   * Of files of a store.
   *
   * @param opening what the store was opened for
   * @throws StoreException if two commits say different things of one file
   */
  FileSums(UUID opening, StoreFiles store, List<CommittedFile> committed) {
    this.opening = opening;
    this.root = store.root();
    for (CommittedFile file : committed) {
      CommittedFile other = files.put(store.path(file.path()).toString(), file);
      if (other != null && !other.entry().equals(file.entry())) {
        throw new StoreException(
            "%s in %s: the manifests of runs %s and %s say different things of it"
                .formatted(file.path(), root, other.runId(), file.runId()));
      }
    }
  }

  /** The files with the paths that Spark gets, those that several runs share once. */
  Map<String, CommittedFile> byPath() {
    return Collections.unmodifiableMap(files);
  }

  /**
   * Checks a file that is about to be read.
   *
   * @return where it is: elsewhere if its commit has been joined to others since the store was
   *     opened
   * @throws StoreException naming the file if it is missing or not what was committed
   */
  Path check(Path path, Configuration hadoop) throws IOException {
    CommittedFile expected = files.get(path.toString());
    if (expected == null) {
      throw new IllegalStateException(path + " is in no commit");
    }
    Path superseded = new Path(root, Compaction.superseded(expected.runId(), expected.path()));
    FileSystem found = path.getFileSystem(hadoop);
    FileSystem plain = found instanceof LocalFileSystem local ? local.getRaw() : found;
    // A file that is where it was costs one request: all that a check adds on object storage.
    Optional<FileStatus> there = status(plain, path);
    if (there.isPresent()) {
      check(expected, plain, path, there.get());
      return path;
    }
    FileStatus moved = status(plain, superseded).orElseThrow(() -> expected.missing(root));
    check(expected, plain, superseded, moved);
    return superseded;
  }

  private static Optional<FileStatus> status(FileSystem files, Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private void check(CommittedFile expected, FileSystem plain, Path path, FileStatus status)
      throws IOException {
    if (status.isDirectory()) {
      throw expected.folder(root);
    }
    expected.checkSize(root, status.getLen());
    Seen seen = new Seen(opening, path.toString(), status.getLen(), status.getModificationTime());
    if (!SEEN.containsKey(seen)) {
      expected.check(root, () -> plain.open(path));
      SEEN.put(seen, true);
    }
  }
}
