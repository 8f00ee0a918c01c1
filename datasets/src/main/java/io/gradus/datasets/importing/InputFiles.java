package io.gradus.datasets.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files of an import in name order. */
final class InputFiles {

  private InputFiles() {}

  /**
   * The file itself, or the files of a directory that are not hidden (as Spark sees them: names
   * that begin with a dot or underscore), in name order.
   *
   * @throws IllegalArgumentException when there is none
   */
  static List<String> list(Configuration hadoop, String input) {
    try {
      Path path = new Path(input);
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path)) {
        throw new IllegalArgumentException(
            "%s does not exist, expected a file or a directory of files.".formatted(input));
      }
      List<FileStatus> found = new ArrayList<>();
      collect(files, files.getFileStatus(path), found);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "%s holds no files, expected at least one.".formatted(input));
      }
      return found.stream().map(f -> f.getPath().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot be read: %s".formatted(input, e.getMessage()), e);
    }
  }

  private static void collect(FileSystem files, FileStatus status, List<FileStatus> found)
      throws IOException {
    if (status.isFile()) {
      found.add(status);
      return;
    }
    List<FileStatus> children = new ArrayList<>(List.of(files.listStatus(status.getPath())));
    children.removeIf(c -> c.getPath().getName().matches("[._].*"));
    children.sort(Comparator.comparing(c -> c.getPath().getName()));
    for (FileStatus child : children) {
      collect(files, child, found);
    }
  }
}
