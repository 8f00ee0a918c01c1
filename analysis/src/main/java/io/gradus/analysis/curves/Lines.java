package io.gradus.analysis.curves;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** An error about this file. */
    IllegalArgumentException error(String message) {
      return new IllegalArgumentException(path.toUri().getPath() + ": " + message);
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
    Path root = new Path(location);
    try {
      FileSystem fs = root.getFileSystem(conf);
      if (!fs.exists(root)) {
        throw new IllegalArgumentException(location + " does not exist");
      }
      List<Path> paths = new ArrayList<>();
      if (fs.getFileStatus(root).isFile()) {
        paths.add(root);
      } else {
        RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
        while (files.hasNext()) {
          Path path = files.next().getPath();
          if (path.getName().endsWith(ending)) {
            paths.add(path);
          }
        }
      }
      if (paths.isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no file whose name ends with '%s'".formatted(location, ending));
      }
      paths.sort(Comparator.comparing(Path::toString));
      List<TextFile> result = new ArrayList<>();
      for (Path path : paths) {
        result.add(read(fs, path));
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + location, e);
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

  private static TextFile read(FileSystem fs, Path path) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fs.open(path), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>(reader.lines().toList());
      if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
        lines.set(0, lines.get(0).substring(1));
      }
      return new TextFile(path, lines);
    }
  }
}
