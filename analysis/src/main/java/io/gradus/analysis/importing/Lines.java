package io.gradus.analysis.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Files of any Hadoop file system: logs of curves are small and read whole. */
final class Lines {

  /** A file and its lines, without a byte order mark. */
  record TextFile(Path path, List<String> lines) {

    /** The file's name without its last ending. */
    String stem() {
      String name = path.getName();
      int dot = name.lastIndexOf('.');
      return dot <= 0 ? name : name.substring(0, dot);
    }

    /** The file's path as users write it. */
    String location() {
      return path.toUri().getPath();
    }

    /** An error about this file. */
    IllegalArgumentException error(String message) {
      return new IllegalArgumentException(location() + ": " + message);
    }
  }

  private static final String PARQUET_MAGIC = "PAR1";

  private Lines() {}

  /**
   * The file at a path, or all files below it whose names end so, in the order of their paths.
   *
   * @throws IllegalArgumentException if there is none
   */
  static List<TextFile> read(Configuration conf, String location, String ending) {
    List<Path> paths = list(conf, location, path -> path.getName().endsWith(ending));
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no file whose name ends with '%s'".formatted(location, ending));
    }
    return paths.stream().map(path -> read(conf, path)).toList();
  }

  /**
   * The file at a path, whatever its name, or all files below it that are wanted, in the order of
   * their paths.
   *
   * @throws IllegalArgumentException if there is no such path
   */
  static List<Path> list(Configuration conf, String location, Predicate<Path> wanted) {
    Path root = new Path(location);
    try {
      FileSystem fs = root.getFileSystem(conf);
      if (!fs.exists(root)) {
        throw new IllegalArgumentException(location + " does not exist");
      }
      if (fs.getFileStatus(root).isFile()) {
        return List.of(fs.makeQualified(root));
      }
      List<Path> paths = new ArrayList<>();
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
      while (files.hasNext()) {
        Path path = files.next().getPath();
        if (wanted.test(path)) {
          paths.add(path);
        }
      }
      paths.sort(Comparator.comparing(Path::toString));
      return paths;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + location, e);
    }
  }

  /** A text file whole. */
  static TextFile read(Configuration conf, Path path) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(path.getFileSystem(conf).open(path), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>(reader.lines().toList());
      if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
        lines.set(0, lines.get(0).substring(1));
      }
      return new TextFile(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /** The first bytes of a file, fewer where it is shorter. */
  static byte[] head(Configuration conf, Path path, int most) {
    try (FSDataInputStream in = path.getFileSystem(conf).open(path)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /**
   * Checks that a file, or every visible file of a folder, ends as Parquet files do.
   *
   * @throws IllegalArgumentException naming the first that does not, or a path that does not exist
   */
  static void requireParquet(Configuration conf, String location) {
    Path root = new Path(location);
    try {
      FileSystem fs = root.getFileSystem(conf);
      if (!fs.exists(root)) {
        throw new IllegalArgumentException(location + " does not exist");
      }
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        String name = file.getPath().getName();
        if (!name.startsWith("_") && !name.startsWith(".") && !isParquet(fs, file)) {
          throw new IllegalArgumentException(
              "%s is not a Parquet file".formatted(file.getPath().toUri().getPath()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + location, e);
    }
  }

  private static boolean isParquet(FileSystem fs, LocatedFileStatus file) throws IOException {
    byte[] end = new byte[PARQUET_MAGIC.length()];
    if (file.getLen() < 3L * end.length) {
      return false;
    }
    try (FSDataInputStream in = fs.open(file.getPath())) {
      in.readFully(file.getLen() - end.length, end);
    }
    return new String(end, StandardCharsets.US_ASCII).equals(PARQUET_MAGIC);
  }
}
