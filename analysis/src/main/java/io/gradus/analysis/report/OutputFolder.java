package io.gradus.analysis.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files below one folder of any Hadoop file system. */
public final class OutputFolder {
  private final Path root;
  private final FileSystem fs;

  /**
   * A folder to write to; made when the first file is.
   *
   * @throws IllegalArgumentException if there is a file of that name
   */
  public OutputFolder(Configuration conf, String location) {
    root = new Path(location);
    try {
      fs = root.getFileSystem(conf);
      // Local files would get a hidden .crc companion each.
      fs.setWriteChecksum(false);
      if (fs.exists(root) && fs.getFileStatus(root).isFile()) {
        throw new IllegalArgumentException(location + " is a file, expected a folder");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open " + location, e);
    }
  }

  /** Path of a file or table in the folder. */
  public String path(String name) {
    return new Path(root, name).toString();
  }

  /** Writes a file, in place of what was there. */
  public void write(String name, byte[] bytes) {
    try (OutputStream out = fs.create(new Path(root, name), true)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path(name), e);
    }
  }

  /** Writes a text file in UTF-8, in place of what was there. */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
