package io.gradus.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes that an object store makes only if a condition holds, in one step with its look at it:
 * S3's {@code If-None-Match: *} and {@code If-Match}. S3A has them from Hadoop 3.4.2 on. A store
 * that does not know the conditions may ignore them; nothing here can tell.
 */
final class ConditionalWrites {
  /** Hadoop's names of the two options, which older versions lack. */
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  private static final String IF_UNCHANGED = IF_ABSENT + ".etag";

  /** Reads of an object that others replace meanwhile, before its reader gives up. */
  private static final int READS = 5;

  private final FileSystem fileSystem;

  private ConditionalWrites(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** Those of a file system; empty if its client has none, or was told not to use them. */
  static Optional<ConditionalWrites> of(FileSystem fileSystem, Path root) throws IOException {
    return fileSystem.hasPathCapability(root, IF_ABSENT)
            && fileSystem.hasPathCapability(root, IF_UNCHANGED)
        ? Optional.of(new ConditionalWrites(fileSystem))
        : Optional.empty();
  }

  /** What names an object's present content; empty if there is no object. */
  Optional<String> etag(Path path) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(path);
      return status instanceof EtagSource source
          ? Optional.ofNullable(source.getEtag())
          : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes an object unless there is one. Of several callers one succeeds.
   *
   * @param content unlike any other caller's, since it tells one's own object from another's where
   *     the answer to the write was lost
   * @return false if there was one
   */
  boolean create(Path path, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = builder(path);
    builder.must(IF_ABSENT, true);
    try {
      write(builder, content);
      return true;
    } catch (IOException e) {
      if (etag(path).isEmpty()) {
        throw e;
      }
      return holds(path, content);
    }
  }

  /**
   * Replaces an object unless it has changed. Of several callers one succeeds.
   *
   * @param content as for {@link #create}
   * @param etag of the content that is to be replaced
   * @return false if it has changed, or is gone
   */
  boolean replace(Path path, byte[] content, String etag) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = builder(path);
    builder.overwrite(true);
    builder.must(IF_UNCHANGED, etag);
    try {
      write(builder, content);
      return true;
    } catch (IOException e) {
      if (etag(path).equals(Optional.of(etag))) {
        throw e;
      }
      return holds(path, content);
    }
  }

  private FSDataOutputStreamBuilder<?, ?> builder(Path path) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path);
    builder.create();
    builder.recursive();
    return builder;
  }

  private static void write(FSDataOutputStreamBuilder<?, ?> builder, byte[] content)
      throws IOException {
    try (OutputStream out = builder.build()) {
      out.write(content);
    }
  }

  private boolean holds(Path path, byte[] content) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (InputStream in = fileSystem.open(path)) {
        return Arrays.equals(in.readAllBytes(), content);
      } catch (FileNotFoundException e) {
        return false;
      } catch (IOException e) {
        // Replaced while it was read.
        if (attempt == READS) {
          throw e;
        }
      }
    }
  }
}
