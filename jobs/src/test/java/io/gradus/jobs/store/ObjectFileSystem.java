package io.gradus.jobs.store;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A folder that behaves like an object store: nothing can be renamed, a file appears when it is
 * closed, (if {@code objects.lose} names a part of a path) the answer to a finished write gets
 * lost, and the first {@code objects.changes} reads of owners' records fail as those of a file do
 * that is replaced meanwhile.
 */
public class ObjectFileSystem extends RawLocalFileSystem {
  static final URI ROOT = URI.create("objects://bucket/");

  private final AtomicInteger reads = new AtomicInteger();

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return "objects";
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    setConf(conf);
    super.initialize(ROOT, conf);
  }

  @Override
  public boolean rename(Path source, Path target) {
    throw new UnsupportedOperationException("rename " + source + " to " + target);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    OutputStream upload =
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            java.nio.file.Path file = pathToFile(path).toPath();
            Files.createDirectories(file.getParent());
            java.nio.file.Path part = Files.createTempFile("upload", "part");
            Files.write(part, toByteArray());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            String lose = getConf().get("objects.lose", "");
            if (!lose.isEmpty() && path.toString().contains(lose)) {
              throw new IOException("connection reset before the answer to " + path);
            }
          }
        };
    return new FSDataOutputStream(upload, null);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (path.toString().contains("_owners")
        && exists(path)
        && reads.incrementAndGet() <= getConf().getInt("objects.changes", 0)) {
      throw new PathIOException(path.toString(), "changed while it was read");
    }
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    File file = pathToFile(path);
    if (!file.exists()) {
      throw new FileNotFoundException(path.toString());
    }
    return new FileStatus(
        file.length(), file.isDirectory(), 1, 1 << 20, file.lastModified(), makeQualified(path));
  }
}
